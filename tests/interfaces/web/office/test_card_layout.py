"""The card as it is set: its true size, nothing but article 4, words that fit or are refused. Needs no database."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat

from anju.domains.people.rules.name_pictures import name_picture
from anju.domains.permits.api.lifecycle import CardFace
from anju.foundation.errors import Refused
from anju.foundation.files import cleaned
from anju.interfaces.web.office.permits import cards
from tests.factories.held_permits import picture
from tests.factories.name_pictures import written_name

FACE = CardFace(
    "阿卜杜热合曼·艾买提江",
    "1",
    "05",
    date(1990, 3, 7),
    "650106199003079979",
    picture(),
    "新疆维吾尔自治区乌鲁木齐市头屯河区某某路12号",
    "湖南省长沙市浏阳市洞阳镇新屋路12号3栋2单元501室",
    "浏阳市公安局洞阳派出所",
    date(2026, 11, 21),
)
POINT_MM = 72 / 25.4


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = pdf + b"".join(_inflated(s) for s in streams)
    found = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", plain)
    return [(float(w) / POINT_MM, float(h) / POINT_MM) for w, h in found]


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_front_and_back_are_pages_of_their_true_size():
    assert [(round(w, 2), round(h, 2)) for w, h in boxes(cards.pdf([FACE, FACE]))] == [
        (85.6, 53.98)
    ] * 4


def test_an_a4_sheet_holds_ten_and_their_backs():
    assert [(round(w), round(h)) for w, h in boxes(cards.pdf([FACE] * 11, sheet=True))] == [
        (210, 297)
    ] * 4


def test_at_300_dpi_a_side_is_1011_by_638_dots():
    for side in cards.pictures(FACE):
        assert (int.from_bytes(side[16:20], "big"), int.from_bytes(side[20:24], "big")) == (
            1011,
            638,
        )


@settings(max_examples=15, deadline=None)
@given(
    st.text("汉阿·ABC 路号#$\\\"'*_`@<>[]{}", min_size=1, max_size=60),
    st.text("省市县路号楼0123456789-*#_", min_size=1, max_size=200),
)
def test_whatever_a_name_or_address_holds_the_card_has_two_pages(name, address):
    assert len(boxes(cards.pdf([replace(FACE, name=name, hukou_address=address)]))) == 2


@pytest.mark.parametrize("field", ["name", "hukou_address", "residence_address", "authority"])
def test_words_that_fit_at_no_size_are_refused_not_cut(field):
    with pytest.raises(Refused, match="card_text_too_long"):
        cards.pdf([replace(FACE, **{field: "某" * 1500})])


def test_a_card_without_photograph_still_sets():
    assert len(boxes(cards.pdf([replace(FACE, photo=b"")]))) == 2


def test_a_machine_without_chinese_fonts_says_so_instead_of_printing_boxes(monkeypatch):
    bare = cards.typst.Compiler(font_paths=[], ignore_system_fonts=True)
    monkeypatch.setattr(cards, "_compiler", lambda: bare)
    with pytest.raises(Refused, match="card_fonts_missing"):
        cards.pdf([FACE])


def test_the_layout_names_as_many_fonts_as_are_counted():
    named = re.search(r"#let fonts = \((.*?)\)", cards.LAYOUT.read_text("utf-8"))[1]
    assert len(named.split(",")) == cards.FAMILIES


def test_a_name_with_a_character_that_no_font_has_is_refused_and_the_character_named():
    with pytest.raises(Refused, match="name_not_printable") as refused:
        cards.pdf([replace(FACE, name="王\ue123")])
    assert "U+E123" in refused.value.params["characters"]
    with pytest.raises(Refused, match="text_not_printable"):
        cards.pdf([replace(FACE, hukou_address="湖南省\ue123")])


@pytest.mark.parametrize(("width", "height"), [(400, 120), (1400, 60), (120, 110)])
def test_a_name_with_a_picture_is_printed_as_that_inside_its_place(width, height):
    picture = name_picture(cleaned(written_name(width, height, ink=0, paper=255), pdf=False)[0])[0]
    told = replace(FACE, name="王\ue123", name_picture=picture)
    assert [(round(w, 2), round(h, 2)) for w, h in boxes(cards.pdf([told]))] == [(85.6, 53.98)] * 2
    front = Image.open(io.BytesIO(cards.pictures(told)[0])).convert("L")
    dots = front.width / 85.6
    place = front.crop(tuple(round(mm * dots) for mm in (18, 11, 58.3, 16.2)))
    left, top, right, bottom = place.point([255 * (level < 100) for level in range(256)]).getbbox()
    assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.1)
    assert right - left > 0.8 * 40 * dots or bottom - top > 0.8 * 5.2 * dots
    below = front.crop(tuple(round(mm * dots) for mm in (18, 16.25, 30, 16.6)))
    assert ImageStat.Stat(below).extrema[0][0] > 200
