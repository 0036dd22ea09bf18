"""Z-scores as the WHO defines them: by power, median and variation; weights beyond three deviations by the distance
between the second and the third."""

from __future__ import annotations

import math

from anju.domains.health.growth.data import (
    LYING_LONGER,
    STANDING_FROM,
    Finding,
    Lms,
    Measure,
    Measurement,
)

OUTER = 3.0


def value_at(row: Lms, z: float) -> float:
    """What lies `z` deviations from the median."""
    if abs(row.power) < 1e-9:
        return row.median * math.exp(row.variation * z)
    return float(row.median * (1 + row.power * row.variation * z) ** (1 / row.power))


def z_of(value: float, row: Lms, *, bounded: bool) -> float:
    """How many deviations a value lies from the median; `bounded` for weights, whose outermost values the formula
    stretches."""
    z = _formula(value, row)
    if not bounded or abs(z) <= OUTER:
        return z
    side = math.copysign(1.0, z)
    third, second = value_at(row, side * OUTER), value_at(row, side * (OUTER - 1))
    return side * OUTER + (value - third) / abs(third - second)


def _formula(value: float, row: Lms) -> float:
    if abs(row.power) < 1e-9:
        return math.log(value / row.median) / row.variation
    return float(((value / row.median) ** row.power - 1) / (row.power * row.variation))


def length_as_asked(one: Measurement) -> float | None:
    """The length in the way the age asks for: lying below two years, standing from then on."""
    if one.length is None or one.standing is None:
        return one.length
    asked_standing = one.age >= STANDING_FROM
    if one.standing == asked_standing:
        return one.length
    return one.length - LYING_LONGER if asked_standing else one.length + LYING_LONGER


def findings(scores: dict[Measure, float]) -> tuple[Finding, ...]:
    """What a health check names: below two deviations; above one or two of weight for length."""
    found: list[Finding] = []
    for measure, below in (
        (Measure.WEIGHT, Finding.LOW_WEIGHT),
        (Measure.LENGTH, Finding.SHORT),
        (Measure.WEIGHT_FOR_LENGTH, Finding.THIN),
        (Measure.HEAD, Finding.SMALL_HEAD),
    ):
        if measure in scores and scores[measure] < -2:
            found.append(below)
    if scores.get(Measure.HEAD, 0.0) > 2:
        found.append(Finding.LARGE_HEAD)
    above = scores.get(Measure.WEIGHT_FOR_LENGTH, 0.0)
    if above >= 1:
        found.append(Finding.VERY_HEAVY if above >= 2 else Finding.HEAVY)
    return tuple(found)
