"""A child's growth drawn over the lines of the standard, with the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anju.domains.health.api import growth
from anju.domains.health.api.growth import Measure, Measurement
from anju.domains.health.api.plans import Plan
from anju.interfaces.texts import plans as words
from anju.interfaces.web.choosing import label

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BELOW = 640, 360, 44, 36, 12, 28
STEPS = 48
UNITS = {Measure.WEIGHT: "kg", Measure.LENGTH: "cm"}
SPANS = (366, 1_096, 2_556)
"""Days that a chart covers: the first year, three, seven."""


def measurements(plan: Plan) -> list[dict[str, Any]]:
    """What was measured at each contact that counts, with scores and findings."""
    rows = []
    for visit in plan.visits:
        if visit.withdrawn or not visit.items:
            continue
        one = Measurement(
            (visit.day - plan.line.born).days,
            visit.items.get("weight"),
            visit.items.get("length"),
            visit.items.get("head"),
            visit.standing,
        )
        scores = growth.scores(one, plan.line.sex)
        rows.append(
            {
                "visit": visit,
                "one": one,
                "months": round(one.age / 30.4375, 1),
                "scores": [
                    (label(words.MEASURES, m.value), f"{z:+.2f}") for m, z in scores.items()
                ],
                "findings": [label(words.FINDINGS, f.value) for f in growth.findings(scores)],
            }
        )
    return rows


def charts(plan: Plan, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Weight and length over age; none without a sex of the standard or a measurement."""
    if plan.line.sex not in (growth.BOY, growth.GIRL):
        return []
    found = []
    for measure in (Measure.WEIGHT, Measure.LENGTH):
        points = [
            (r["one"].age, value)
            for r in rows
            if (value := getattr(r["one"], measure.value)) is not None
        ]
        if points:
            found.append(_chart(measure, plan.line.sex, points))
    return found


def _chart(measure: Measure, sex: str, points: list[tuple[int, float]]) -> dict[str, Any]:
    last = max(age for age, _value in points)
    span = next((s for s in SPANS if last < s), SPANS[-1])
    ages = [round(span * n / STEPS) for n in range(STEPS + 1)]
    lines = growth.lines(measure, sex, ages)
    values = [v for line in lines.values() for v in line if v is not None]
    values += [value for _age, value in points]
    low, high = min(values), max(values)

    def place(age: float, value: float) -> str:
        x = LEFT + (WIDTH - LEFT - RIGHT) * age / span
        y = TOP + (HEIGHT - TOP - BELOW) * (high - value) / (high - low)
        return f"{x:.1f},{y:.1f}"

    return {
        "title": label(words.MEASURES, measure.value),
        "unit": UNITS[measure],
        "width": WIDTH,
        "height": HEIGHT,
        "lines": [
            {
                "z": f"{z:+d}" if z else "0",
                "kind": {0: "middle", 2: "two", -2: "two"}.get(z, "other"),
                "path": " ".join(
                    place(a, v) for a, v in zip(ages, line, strict=True) if v is not None
                ),
                "end": place(span, line[-1] or high).split(","),
            }
            for z, line in lines.items()
            if abs(z) != 1
        ],
        "path": " ".join(place(a, v) for a, v in points),
        "points": [place(a, v).split(",") for a, v in points],
        "marks": [
            (place(m * 30.4375, low).split(",")[0], m)
            for m in range(0, round(span / 30.4375) + 1, max(1, round(span / 30.4375 / 12)))
        ],
        "heights": [
            (
                place(0, low + (high - low) * n / 5).split(",")[1],
                f"{low + (high - low) * n / 5:.0f}",
            )
            for n in range(6)
        ],
        "base": HEIGHT - BELOW,
        "left": LEFT,
        "right": WIDTH - RIGHT,
    }
