"""What is taken over from a card that was read, field by field, and why the others stay empty.

A field that does not agree with the others stays empty: nobody compares eighteen digits that a form has filled in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from anju.foundation import codes
from anju.foundation.cards.layout import Found
from anju.foundation.cards.lines import Line
from anju.foundation.documents import HMT_AREAS, check_character

NAME_SURE = 0.9
"""Of each character of a name, in every reading of it."""
SURE = 0.85
"""Of each character of a number or an address."""
LONGEST_NAME = 15
STEP, END = 1.2, 0.9
"""Heights of a line from one character's middle to the next, and to an end: of print about 0.75 and 0.5."""
_BORN = re.compile(r"([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日?")
_NAME = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]+(?:·[㐀-鿿\U00020000-\U0003ffff]+)*")


@dataclass(frozen=True, slots=True)
class Card:
    """The fields of a card; None where one stays empty. `empty`: field → code of the reason."""

    doc_type: str | None = None
    doc_number: str | None = None
    name: str | None = None
    sex: str | None = None
    birth_date: date | None = None
    address: str | None = None
    empty: dict[str, str] = field(default_factory=dict)
    name_picture: bytes | None = None
    """JPEG of the written name, where it has to be typed."""


def judged(found: Found, *, name_known: bool, today: date) -> Card:
    """The fields that may be taken over. `name_known`: its characters have the shapes of those that were read."""
    born = _born(found.born)
    sex = _sex(found.sex)
    empty: dict[str, str] = {}
    number, why = _number(found.number, born=born, sex=sex, today=today)
    if why:
        empty["doc_number"] = why
    if number is None and why == "card_number_differs":
        born = sex = None  # one of the three was misread, and nobody knows which
    name, why = _name(found.name, name_known)
    if why:
        empty["name"] = why
    address, why = _address(found.address)
    if why:
        empty["address"] = why
    if number is not None:
        born, sex = _born_in(number), _sex_in(number)  # as printed, where that was read
    if born is None:
        empty["birth_date"] = "card_not_read"
    if sex is None:
        empty["sex"] = "card_not_read"
    doc_type = None if number is None else "HMT" if number[:6] in HMT_AREAS else "111"
    return Card(doc_type, number, name, sex, born, address, empty)


def _number(
    line: Line | None, *, born: date | None, sex: str | None, today: date
) -> tuple[str | None, str]:
    """(number, "") or (None, why)."""
    if line is None:
        return None, "card_not_read"
    read = {m for text in (line.text, *line.readings) for m in _numbers(text)}
    good = {n for n in read if valid(n, today)}
    if len(good) != 1:
        return None, "card_number_wrong" if read else "card_not_read"
    number = good.pop()
    if born not in (None, _born_in(number)) or sex not in (None, _sex_in(number)):
        return None, "card_number_differs"
    agreeing = sum(number in _numbers(text) for text in (line.text, *line.readings))
    if agreeing < 2 or (born is None and line.sure < SURE):
        return None, "card_not_sure"
    return number, ""


def _numbers(text: str) -> set[str]:
    return {m.upper() for m in re.findall(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])", text)}


def valid(number: str, today: date) -> bool:
    """Whether a number of eighteen characters has its check digit and a day of birth. The area is asked elsewhere."""
    try:
        born = _born_in(number)
    except ValueError:
        return False
    return check_character(number[:17]) == number[17] and born.year >= 1900 and born <= today


def _born_in(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _sex_in(number: str) -> str:
    """Odd sequences are men's."""
    return "1" if int(number[16]) % 2 else "2"


def _born(line: Line | None) -> date | None:
    parts = _BORN.fullmatch(line.text) if line else None
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3])) if parts else None
    except ValueError:
        return None


def _sex(line: Line | None) -> str | None:
    """GB/T 2261.1, where the line says one of the two."""
    words = {c: codes.SEX.by_word.get(c) for c in line.text if not c.isascii()} if line else {}
    found = [code for code in words.values() if code in ("1", "2")]
    return found[0] if len(found) == 1 else None


def _name(line: Line | None, known: bool) -> tuple[str | None, str]:
    if line is None:
        return None, "card_not_read"
    text = line.text
    if len(text) < 2 or len(text) > LONGEST_NAME or not _NAME.fullmatch(text):
        return None, "card_name_unsure"
    if line.sure < NAME_SURE or any(other != text for other in line.readings):
        return None, "card_name_unsure"
    if not known or not even(line):
        return None, "card_name_unsure"
    return text, ""


def even(line: Line) -> bool:
    """Whether the characters stand as close as print stands, from one end to the other: where there is a gap, or room
    at an end, the machine has passed over a character that it does not know."""
    wide = (line.right - line.left) / line.height
    at = [c.at * wide for c in line.characters if not c.text.isspace()]
    steps = [b - a for a, b in pairwise(at)]
    return all(0 < s < STEP for s in steps) and at[0] < END and wide - at[-1] < END


def _address(lines: Sequence[Line]) -> tuple[str | None, str]:
    text = "".join(line.text for line in lines)
    if len(text) < 6:
        return None, "card_not_read"
    if min(line.sure for line in lines) < SURE or not re.match(r"[㐀-鿿]{2}", text):
        return None, "card_not_sure"
    return text, ""
