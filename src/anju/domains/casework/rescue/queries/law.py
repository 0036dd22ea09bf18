"""Duties and figures of rescue as they hold at a station on a day."""

from __future__ import annotations

from datetime import date

from anju.domains.casework.rescue.data import Bound, Bounds, Duty
from anju.domains.casework.rescue.rules.reading import CODES, read_bound, read_duty
from anju.foundation.errors import NotFound
from anju.foundation.law import LawFile, Part, Section
from anju.foundation.law.validity import narrowest


def _duty(part: Part, file: LawFile) -> Duty:
    return read_duty(part, region=file.region)


def _bound(part: Part, file: LawFile) -> Bound:
    return read_bound(part, region=file.region)


DUTIES = Section("rescue_duties", _duty)
BOUNDS = Section("rescue_bounds", _bound)


def duties(region: str, day: date) -> list[Duty]:
    """Those that hold there on that day, one a code."""
    entries = DUTIES.entries()
    codes = dict.fromkeys(d.code for d in entries)
    found = (narrowest([d for d in entries if d.code == code], region, day) for code in codes)
    return [d for d in found if d is not None]


def bounds_with_words(region: str, day: date) -> list[Bound]:
    """The figures that hold there on that day, with their words and sources."""
    entries = BOUNDS.entries()
    found = (narrowest([b for b in entries if b.code == code], region, day) for code in CODES)
    return [b for b in found if b is not None]


def bounds(region: str, day: date) -> Bounds:
    """The figures that hold there on that day. `NotFound` ``rescue_law_missing`` where the law states none."""
    found = {b.code: b.amount for b in bounds_with_words(region, day)}
    if set(found) != set(CODES):
        raise NotFound("rescue_law_missing")
    return Bounds(**found)
