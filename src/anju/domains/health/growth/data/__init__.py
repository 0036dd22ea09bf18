"""Values of growth: what is measured, the published tables, a measurement and what it is worth.

The tables of `who/` are those of the WHO: `weight-for-age`, `length-for-age`, `head-for-age` (by day, 0 to 1,856),
`weight-for-length` and `weight-for-height` (by millimetre) of the Child Growth Standards 2006 and 2007 (Multicentre
Growth Reference Study), `…-2007` (by month, from 61) of the growth reference for school-age children (de Onis et al.
2007). Columns: box-cox power L, median M, coefficient of variation S, for boys and girls.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

BOY, GIRL = "1", "2"
"""Sexes for which there are tables (GB/T 2261.1)."""
STANDING_FROM = 731
"""Age in days from which children are measured standing; below, lying."""
LYING_LONGER = 0.7
"""Centimetres by which a child is longer lying than standing."""
LAST_DAY = 1856
"""The last day of the standards of 2006; the reference of 2007 follows by months."""
DAYS_A_MONTH = 30.4375


class Measure(StrEnum):
    """What is compared with the standards."""

    WEIGHT = "weight"
    LENGTH = "length"
    HEAD = "head"
    WEIGHT_FOR_LENGTH = "weight_for_length"


class Lms(NamedTuple):
    """One row of a table."""

    power: float
    median: float
    variation: float


@dataclass(frozen=True, slots=True)
class Table:
    """A published table of one sex: keys (days, months or centimetres) in order, and a row for each."""

    keys: tuple[float, ...]
    rows: tuple[Lms, ...]

    def at(self, key: float) -> Lms | None:
        """The row of a key; between two keys, on the straight line between their rows; None outside."""
        if not self.keys[0] <= key <= self.keys[-1]:
            return None
        right = bisect_right(self.keys, key)
        low = right - 1
        if self.keys[low] == key:
            return self.rows[low]
        part = (key - self.keys[low]) / (self.keys[right] - self.keys[low])
        pairs = zip(self.rows[low], self.rows[right], strict=True)
        return Lms(*(a + part * (b - a) for a, b in pairs))


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured of a child at an age in days: kilograms, centimetres. `standing` says how the length was taken,
    None: as the age asks for."""

    age: int
    weight: float | None = None
    length: float | None = None
    head: float | None = None
    standing: bool | None = None


class Finding(StrEnum):
    """What a health check calls a measurement below or above the standard's lines; it says where to look, no more."""

    LOW_WEIGHT = "low_weight"
    SHORT = "short"
    THIN = "thin"
    HEAVY = "heavy"
    VERY_HEAVY = "very_heavy"
    SMALL_HEAD = "small_head"
    LARGE_HEAD = "large_head"


LIMITS: dict[str, tuple[float, float]] = {
    "weight": (0.3, 80.0),
    "length": (25.0, 160.0),
    "head": (15.0, 65.0),
}
"""Between what a measurement of a child up to seven years can lie; anything else is a slip of the pen."""
LINES = (-3, -2, -1, 0, 1, 2, 3)
"""The lines of a chart, in standard deviations."""
