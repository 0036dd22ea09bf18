"""Phones and days of agencies' files, and whether a home is offered at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from anju.domains.housing.listings.data.cell_vocabulary import AT_ONCE, LET_ALREADY, OFFERED
from anju.domains.housing.listings.rules.cells import Read, states_nothing, tidy

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(?:-\d{1,5})?|(?:400|800)-?\d{3}-?\d{4}|\d{7,8}")
_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?)\s*")
_LOST = re.compile(r"\d(?:\.\d+)?e\+?\d{1,2}")
_BETWEEN = re.compile(r"[/、,;;\n|]|\s(?=1[3-9]\d)|或|和")
_MASKED = re.compile(r"\d{3}\s*[*x×•]{3,}\s*\d{2,4}|\*{4,}")


@lru_cache(maxsize=1 << 16)
def read_phone(text: str) -> Read:
    """A number that can be called: eleven digits of a mobile, or a landline with its area."""
    cell = tidy(text)
    if states_nothing(cell):
        return Read()
    if _LOST.fullmatch(cell):
        return Read(code="listing_phone_precision_lost")
    if _MASKED.search(cell):
        return Read(code="listing_phone_masked")
    numbers = [n for part in _BETWEEN.split(cell) if (n := _number(part))]
    if not numbers:
        return Read(code="listing_phone_invalid")
    several = len(set(numbers)) > 1
    return Read(numbers[0], "listing_phone_second" if several else "")


def _number(text: str) -> str:
    """The number of one part, without label, country and blanks; "" for anything else."""
    bare = re.sub(
        r"^(?:电话|手机|tel|phone|微信同号)?[:：]?|[(（].*?[)）]|微信.*$|同号", "", text.strip()
    )
    bare = _EXTENSION.sub("-", re.sub(r"\.0+$", "", bare))
    digits = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", re.sub(r"[\s\-]", "", bare))
    if _MOBILE.fullmatch(digits):
        return digits
    line = re.sub(r"\s", "-", bare.strip())
    return line if _LANDLINE.fullmatch(line) and not line.startswith("1") else ""


_WITHOUT_YEAR = re.compile(r"\d{1,2}\s*[月/.-]\s*\d{1,2}|\d月|月底|月初|下月|下个月|年后")
AHEAD, BACK = timedelta(days=370), timedelta(days=3650)
"""How far from today a day is still likely."""
DayReader = Callable[[str], date | None]


def likely_available(available: date | None, *, today: date) -> bool:
    """Whether a home may well be free from that day on (None: at once)."""
    return available is None or today - BACK <= available <= today + AHEAD


def read_available(text: str, *, today: date, day: DayReader) -> Read:
    """From which day on one may move in; None at once. `day` reads a text as a day."""
    cell = tidy(text)
    if states_nothing(cell) or any(word in cell for word in AT_ONCE):
        return Read()
    found = day(cell)
    if found is None:
        dated = _WITHOUT_YEAR.search(cell) and not re.search(r"\d{4}", cell)
        return Read(
            code="listing_available_without_year" if dated else "listing_available_unreadable"
        )
    if not likely_available(found, today=today):
        return Read(found, "listing_available_unlikely")
    return Read(found)


def read_listed(text: str, *, today: date, day: DayReader) -> Read:
    """The day on which the sender listed it; never one to come."""
    cell = tidy(text)
    if states_nothing(cell):
        return Read()
    found = day(cell)
    if found is None or not today - BACK <= found <= today:
        return Read(code="listing_listed_not_read")
    return Read(found)


@lru_cache(maxsize=1 << 8)
def read_state(text: str) -> Read:
    """Refused where the list itself says that the home is not offered."""
    cell = tidy(text)
    if states_nothing(cell) or cell in OFFERED:
        return Read()
    if cell in LET_ALREADY or cell.startswith(("已租", "已出租", "已成交")):
        return Read(code="listing_not_vacant")
    return Read(code="listing_state_unclear")
