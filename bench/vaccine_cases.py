"""The CDC's published vaccination cases (CDSi) against our engine reading the CDC's published supporting data.

`--cases FILE.csv --supporting DIR`: each case is evaluated and forecast on its assessment date; the status of every
dose and the next dose (status of the series, number, earliest, recommended and past-due date) are compared with what
is published. `differing` names each field that differs, what was expected and what came out. No installation.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.harness import Report, arguments, show, spread

STATUSES = {
    "valid": "valid",
    "not valid": "not_valid",
    "extraneous": "extraneous",
    "sub-standard": "sub_standard",
    "substandard": "sub_standard",
}


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--cases", type=Path, required=True, metavar="FILE.csv")
        parser.add_argument("--supporting", type=Path, required=True, metavar="DIR")

    args = arguments(words, __doc__ or "", more)
    return show(measure(args.cases, args.supporting), as_json=args.json)


def measure(file: Path, folder: Path) -> Report:
    from bench import cdsi

    schedule = cdsi.schedule(folder)
    cases = cdsi.cases(file, cdsi.observations(folder))
    differing, seconds = [], []
    wrong: dict[str, Counter[str]] = {"evaluation": Counter(), "forecast": Counter()}
    for case in cases:
        begun = time.perf_counter()
        found = compared(schedule, case)
        seconds.append(time.perf_counter() - begun)
        differing += [{"id": case.id, "group": case.group, **d} for d in found]
        for part in {d["part"] for d in found}:
            wrong[part][case.group] += 1
    agreeing = {part: len(cases) - sum(by_group.values()) for part, by_group in wrong.items()}
    report = Report("vaccine-cases", rows=len(cases), seconds=sum(seconds))
    report.figures = {
        "cases": len(cases),
        "agreeing_in_evaluation": agreeing["evaluation"],
        "agreeing_in_forecast": agreeing["forecast"],
        "ids_that_differ": sorted({d["id"] for d in differing}),
        "differing": differing,
        "by_group": {
            group: {
                "cases": number,
                "evaluation": number - wrong["evaluation"][group],
                "forecast": number - wrong["forecast"][group],
            }
            for group, number in sorted(Counter(c.group for c in cases).items())
        },
        "one_case": spread(seconds),
    }
    for part, number in agreeing.items():
        report.at_least(f"share agreeing in {part}", number / max(1, len(cases)), 0.99)
    return report


def compared(schedule: Any, case: Any) -> list[dict[str, str]]:
    """The fields in which the engine and the publication differ."""
    from anju.domains.health.api import assess, leading
    from bench.cdsi import GROUPS

    wanted = GROUPS.get(case.group.upper(), case.group).lower()
    answers = assess(schedule, case.person, case.given, case.today)
    answer = leading([a for a in answers if a.group.lower() == wanted], case.today)
    if answer is None:
        return [difference("forecast", "vaccine group", case.group, "no answer")]
    doses = {e.given.key: e for a in answers if a is not answer for e in a.evaluations}
    doses |= {e.given.key: e for e in answer.evaluations}
    out = []
    for given, (status, _) in zip(case.given, case.evaluations, strict=True):
        found = doses[given.key].status.value if given.key in doses else "not evaluated"
        expected = STATUSES.get(status.lower(), status)
        if expected and found != expected:
            out.append(difference("evaluation", f"dose {given.key}", expected, found))
    return out + forecast_differences(case, answer.forecast)


def forecast_differences(case: Any, forecast: Any) -> list[dict[str, str]]:
    pairs = {
        "status": (case.status.lower(), forecast.status.value.replace("_", " ")),
        "number": (case.number, str(forecast.number or "")),
        "earliest": (case.earliest, iso(forecast.earliest)),
        "recommended": (case.recommended, iso(forecast.recommended)),
        "past due": (case.past_due, iso(forecast.past_due)),
    }
    return [
        difference("forecast", name, *pair) for name, pair in pairs.items() if pair[0] != pair[1]
    ]


def difference(part: str, field: str, expected: str, found: str) -> dict[str, str]:
    return {"part": part, "field": field, "expected": expected, "found": found}


def iso(day: int | None) -> str:
    return date.fromordinal(day).isoformat() if day is not None else ""
