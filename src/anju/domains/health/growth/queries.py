"""The published tables, read once, and what they say of a measurement."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from anju.domains.health.growth.data import (
    BOY,
    DAYS_A_MONTH,
    GIRL,
    LAST_DAY,
    LINES,
    STANDING_FROM,
    Lms,
    Measure,
    Measurement,
    Table,
)
from anju.domains.health.growth.rules.zscores import length_as_asked, value_at, z_of

BY_AGE = {
    Measure.WEIGHT: ("weight-for-age", "weight-for-age-2007"),
    Measure.LENGTH: ("length-for-age", "height-for-age-2007"),
    Measure.HEAD: ("head-for-age", ""),
}
"""Measure → table by day, table by month that follows it."""


@cache
def table(name: str, sex: str) -> Table:
    """A table of one sex."""
    path = Path(__file__).parent / "data" / "who" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        first, *rows = csv.reader(lines)
    begin = first.index("boys_l" if sex == BOY else "girls_l")
    return Table(
        tuple(float(r[0]) for r in rows),
        tuple(Lms(*map(float, r[begin : begin + 3])) for r in rows),
    )


def row_for_age(measure: Measure, sex: str, age: int) -> Lms | None:
    """The row of an age in days; None where there is no table."""
    daily, monthly = BY_AGE[measure]
    if age <= LAST_DAY:
        return table(daily, sex).at(age)
    if not monthly:
        return None
    later = table(monthly, sex)
    return later.at(max(age / DAYS_A_MONTH, later.keys[0]))


def scores(one: Measurement, sex: str) -> dict[Measure, float]:
    """Z-scores of a measurement, two decimals; empty without a sex of the tables or outside their ages."""
    if sex not in (BOY, GIRL) or one.age < 0:
        return {}
    length = length_as_asked(one)
    found: dict[Measure, tuple[float | None, Lms | None]] = {
        Measure.WEIGHT: (one.weight, row_for_age(Measure.WEIGHT, sex, one.age)),
        Measure.LENGTH: (length, row_for_age(Measure.LENGTH, sex, one.age)),
        Measure.HEAD: (one.head, row_for_age(Measure.HEAD, sex, one.age)),
        Measure.WEIGHT_FOR_LENGTH: (one.weight, _row_for_length(length, sex, one.age)),
    }
    bounded = {Measure.WEIGHT, Measure.WEIGHT_FOR_LENGTH}
    return {
        m: round(z_of(value, row, bounded=m in bounded), 2)
        for m, (value, row) in found.items()
        if value is not None and row is not None and value > 0
    }


def _row_for_length(length: float | None, sex: str, age: int) -> Lms | None:
    if length is None or age > LAST_DAY:
        return None
    standing = age >= STANDING_FROM
    return table("weight-for-height" if standing else "weight-for-length", sex).at(length)


def lines(measure: Measure, sex: str, ages: list[int]) -> dict[int, list[float | None]]:
    """The lines of a chart: deviations → the value at each age in days, None where there is no table."""
    rows = [row_for_age(measure, sex, a) for a in ages]
    return {z: [value_at(r, z) if r is not None else None for r in rows] for z in LINES}
