"""Lengths of time as published ("18 months + 4 weeks", "6 weeks - 4 days") and dates reckoned with them."""

from __future__ import annotations

import re
from datetime import date

from anju.domains.health.immunization.data.schedule import Offset

PART = re.compile(r"([+-]?)\s*(\d+)\s*(year|month|week|day)s?\s*", re.IGNORECASE)
MONTHS = {"year": 12, "month": 1}
DAYS = {"week": 7, "day": 1}
FAR = 1_000_000
"""A day after every other; stands for "no end"."""

_moved: dict[int, dict[int, int]] = {}
KEPT = 100_000
"""How many days are remembered a number of months."""


def offset(text: str | None) -> Offset | None:
    """The length a text names, None for an empty one; ValueError for what is not a length."""
    text = (text or "").strip()
    if not text or text.lower() == "n/a":
        return None
    months = days = place = 0
    while place < len(text):
        part = PART.match(text, place)
        if part is None:
            raise ValueError(text)
        sign = -1 if part[1] == "-" else 1
        unit = part[3].lower()
        months += sign * int(part[2]) * MONTHS.get(unit, 0)
        days += sign * int(part[2]) * DAYS.get(unit, 0)
        place = part.end()
    return Offset(months, days)


def shift(day: int, length: Offset) -> int:
    """The day a length later. A date that does not exist becomes the first of the next month; days come last."""
    months, days = length
    if not months:
        return day + days
    try:
        return _moved[months][day] + days
    except KeyError:
        return _remember(day, months) + days


def _remember(day: int, months: int) -> int:
    known = _moved.setdefault(months, {})
    if len(known) > KEPT:
        known.clear()
    moved = known[day] = _by_months(day, months)
    return moved


def _by_months(day: int, months: int) -> int:
    at = date.fromordinal(day)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    try:
        return date(year, month + 1, at.day).toordinal()
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
