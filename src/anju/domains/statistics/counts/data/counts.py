"""Counts as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DivisionCount:
    """How many of a division, protected: 0, or 3 and more."""

    division: str
    count: int


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """The counts of one edition: of the people who lived there on `edition`, as it was known on that day; children by
    their age on the day of `year` that the law names."""

    edition: date
    year: int
    counts: tuple[DivisionCount, ...]
