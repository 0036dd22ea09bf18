"""Cards as PDF in their true size, set by typst: single ID-1 cards (front, back), or A4 sheets of ten and their backs.

Photos travel inside the document's data, never over the disk. The compiler is kept: fonts are read once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from anju.domains.permits.api.lifecycle import PRINTED_SEX, CardFace, ethnicity_label
from anju.foundation.errors import Refused
from anju.interfaces.web import fonts
from anju.interfaces.web.printed_names import PrintedName, as_drawing

LAYOUT = Path(__file__).with_name("card.typ")
FAMILIES = 6
"""Font families the layout names; one of them is enough."""
DPI = 300
PHOTO_MM = (20, 25)
LABELS = {
    "name": "姓名",
    "sex": "性别",
    "ethnicity": "民族",
    "birth_date": "出生日期",
    "citizen_number": "公民身份号码",
    "photo": "本人相片",
    "hukou_address": "户籍地址",
    "residence_address": "居住地址",
    "authority": "签发机关",
    "issue_date": "签发日期",
}
"""The card is a Chinese document whatever language the page speaks."""
_one_at_a_time = Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=[str(p) for p in fonts.FONTS if p.is_dir()])


def pdf(faces: Sequence[CardFace], *, sheet: bool = False) -> bytes:
    """Front and back of each card as pages of 85.60 × 53.98 mm; with `sheet`, ten fronts an A4 page, then their backs.

    Raises `Refused` `card_text_too_long` for words that fit at no size a person can read, `card_fonts_missing` on a
    machine without Chinese fonts, `name_not_printable` and `text_not_printable` (`characters`) for
    characters that its fonts lack; a name with a picture is printed as that.
    """
    return _set(faces, "sheet" if sheet else "card", "pdf")[0]


def pictures(face: CardFace) -> tuple[bytes, bytes]:
    """(front, back) as PNG at 300 dpi: 1011 × 638 dots."""
    front, back = _set([face], "card", "png")
    return front, back


def _set(faces: Sequence[CardFace], form: str, kind: Literal["pdf", "png"]) -> list[bytes]:
    words = [_texts(f) for f in faces]
    document = {"form": form, "title": "居住证", "labels": LABELS, "cards": words}
    try:
        with _one_at_a_time:
            made, warned = _compiler().compile_with_warnings(
                input=LAYOUT.read_bytes(),
                format=kind,
                ppi=DPI,
                sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
            )
    except RuntimeError as error:
        if "card_text_too_long" in str(error):
            raise Refused("card_text_too_long") from error
        raise
    if len({w.message for w in warned if "unknown font family" in w.message}) == FAMILIES:
        raise Refused("card_fonts_missing")  # it would print empty boxes, and nobody would know
    fonts.require_printable(
        (word for card in words for name, word in card.items() if name not in ("name", "photo")),
        names=[printed_name(f).characters for f in faces],
    )
    return [bytes(m) for m in made] if isinstance(made, list) else [bytes(made or b"")]


def printed_name(face: CardFace) -> PrintedName:
    """The name as the card prints it."""
    return PrintedName(face.name, face.name_picture)


def _texts(face: CardFace) -> dict[str, Any]:
    number = face.citizen_number
    return {
        "name": printed_name(face).in_layout,
        "sex": PRINTED_SEX.get(face.sex, ""),
        "ethnicity": ethnicity_label(face.ethnicity),
        "birth_date": f"{face.birth_date.year} 年 {face.birth_date.month} 月 {face.birth_date.day} 日",
        "citizen_number": number,
        "photo": _drawing(face.photo),
        "hukou_address": face.hukou_address,
        "residence_address": face.residence_address,
        "authority": face.authority,
        "issue_date": f"{face.issue_date:%Y.%m.%d}",
    }


def _drawing(photo: bytes) -> str:
    return as_drawing(photo, *PHOTO_MM, unit="mm", fill=True) if photo else ""
