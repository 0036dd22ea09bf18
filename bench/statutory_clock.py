"""Due dates of random case histories (`--cases`, 1,000,000 unless said), by the statutory clock and day by day.

A history is a term of days or working days begun from 2004 to 2026 (the last ones reach into a year
that nobody has published), with up to three stops, an extension, a last day that is carried or not.
`wrong` counts those for which the two differ; `provisional` must be said exactly of those that pass an
unpublished year by working days.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from bench.day_by_day import last_day
from bench.harness import SEED, Report, arguments, show

Case = tuple[date, int, str, list[tuple[date, date]], int, bool]


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--cases", type=int, default=1_000_000)
        parser.add_argument("--seed", type=int, default=SEED)

    args = arguments(words, __doc__ or "", more)
    return show(measure(args.cases, args.seed), as_json=args.json)


def measure(cases: int, seed: int) -> Report:
    begun = time.perf_counter()
    parts = [(cases // 2, seed), (cases - cases // 2, seed + 1)]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(compared, parts))
    report = Report("statutory-clock", rows=cases, seconds=time.perf_counter() - begun)
    wrong = sum(f["wrong"] for f in found)
    report.figures = {
        "wrong": wrong,
        "provisional": sum(f["provisional"] for f in found),
        "clock_seconds": round(sum(f["ours"] for f in found), 1),
        "examples": [e for f in found for e in f["examples"]][:5],
    }
    report.baseline = {"day_by_day_seconds": round(sum(f["theirs"] for f in found), 1)}
    report.at_most("wrong due dates", wrong, 0)
    report.at_most("seconds", report.seconds, 120)
    return report


def compared(part: tuple[int, int]) -> dict[str, Any]:
    """So many histories of one seed, both ways."""
    count, seed = part
    rng = random.Random(seed)
    cases = [drawn(rng) for _ in range(count)]
    one = time.perf_counter()
    ours = [by_the_clock(case) for case in cases]
    two = time.perf_counter()
    theirs = [last_day(*case[:5], carried=case[5]) for case in cases]
    three = time.perf_counter()
    wrong = [
        case
        for case, (day, provisional), other in zip(cases, ours, theirs, strict=True)
        if day != other or provisional != (passes_unknown(case, day))
    ]
    return {
        "wrong": len(wrong),
        "provisional": sum(p for _, p in ours),
        "ours": two - one,
        "theirs": three - two,
        "examples": [str(case) for case in wrong[:5]],
    }


def passes_unknown(case: Case, day: date) -> bool:
    return day.year > 2026 and (case[2] == "working_days" or case[5])


def drawn(rng: random.Random) -> Case:
    """One history: begun, amount, unit, stops (first and last day), days of extension, carried."""
    begun = date(2004, 1, 1) + timedelta(days=rng.randrange(8360))
    amount = rng.choice((3, 5, 7, 10, 15, 20, 30, 45, 60))
    stops, day = [], begun
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        day += timedelta(days=rng.randrange(12))
        first = day
        day += timedelta(days=rng.randrange(25))
        stops.append((first, day))
        day += timedelta(days=1)
    return (
        begun,
        amount,
        rng.choice(("days", "working_days")),
        stops,
        rng.choice((0, 0, 15)),
        rng.random() < 0.5,
    )


def by_the_clock(case: Case) -> tuple[date, bool]:
    """The last day by the statutory clock, and whether it is provisional."""
    from anju.foundation.calendar import Unit
    from anju.foundation.calendar.statutory import Event, Kind, Term, term_status
    from anju.foundation.clock import CHINA, local_date

    begun, amount, unit, stops, extended, carried = case
    term = Term(amount, Unit(unit), frozenset({"applicant"}), carried, extended or 1, 1)

    def at(day: date, hour: int) -> datetime:
        return datetime.combine(day, clock_time(hour), CHINA)

    events = [Event(at(begun, 9), Kind.EXTEND)] if extended else []
    for first, again in stops:
        events += [
            Event(at(first, 10), Kind.STOP, "applicant"),
            Event(at(again, 11), Kind.RESUME, "applicant"),
        ]
    found = term_status(term, at(begun, 8), events, now=at(begun, 8))
    assert found.due is not None
    return local_date(found.due), found.provisional
