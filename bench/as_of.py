"""The population of a county on past days by sex, age band, reason and origin, as now known and as
recorded then; in the database as the serving role, one caller at a time (a leader's page), counties
and days drawn anew for every call. Each county is asked for once before (`first_asked`).

Baseline in the same run: counting only how many lived there on those days (no breakdown, no person read).
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bench import province
from bench.harness import Report, arguments, clients, ready, show, spread

DAYS = 2000
"""How far back the days lie at most."""


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args) as found:
        province.fill(found, args)
        report = measure(args)
    return show(report, as_json=args.json)


def measure(args: Any) -> Report:
    areas = counties(args.people)
    report, part = Report("as-of"), args.seconds / 4
    sizes: list[int] = []
    report.figures["first_asked"] = spread(_first_asked(areas, sizes))
    for name, known in (
        ("now_known", None),
        ("as_recorded", province.AT + timedelta(hours=1)),
        ("before_anything", datetime(2020, 1, 1, tzinfo=UTC)),
    ):
        taken, seconds = clients(1, part, lambda _, k=known: _asker(areas, k, sizes))
        report.figures[name] = {**spread(taken), "per_second": round(len(taken) / seconds, 1)}
        report.rows, report.seconds = report.rows + len(taken), report.seconds + seconds
    bare, _ = clients(1, part, lambda _: _counter(areas))
    report.baseline = {"living_only": spread(bare)}
    report.ratio = report.figures["now_known"]["p50_ms"] / report.baseline["living_only"]["p50_ms"]
    report.figures |= {"areas": len(areas), "largest_count": max(sizes, default=0)}
    for name in ("now_known", "as_recorded"):
        report.at_most(
            f"population of a district, {name}: p95 ms", report.figures[name]["p95_ms"], 300
        )
    return report


def _first_asked(areas: Sequence[str], sizes: list[int]) -> list[float]:
    """Each county once, which also reads it into memory: a leader looks at more than one day."""
    taken = []
    for area in areas:
        ask, begun = _asker([area], None, sizes), time.perf_counter()
        ask(0)
        taken.append(time.perf_counter() - begun)
    return taken


def counties(people: int) -> list[str]:
    """The counties with most communities where somebody lives, so the largest of the register."""
    codes = [c[:6] for c in province.communities()[: province.homes_for(people) // province.ROOMS]]
    return sorted(set(codes), key=lambda c: (-codes.count(c), c))[:20]


def _asker(areas: Sequence[str], known_at: datetime | None, sizes: list[int]) -> Any:
    from anju.domains.register import api as register
    from anju.foundation.actor import Actor, Grant
    from anju.foundation.db.scope import acting

    chance = random.Random(5)

    def ask(_: int) -> None:
        area, day = chance.choice(areas), province.TODAY - timedelta(days=chance.randrange(DAYS))
        actor = Actor("staff", user_id=1, grants=(Grant("leader", frozenset({"stats.see"}), area),))
        with acting(actor):
            found = register.population(actor=actor, day=day, known_at=known_at)
        assert sum(n for _, n in found.reasons) == sum(n for _, n in found.sexes) == found.living
        sizes.append(found.living)

    return ask


def _counter(areas: Sequence[str]) -> Any:
    from anju.domains.register import api as register
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role

    chance = random.Random(5)

    def ask(_: int) -> None:
        area, day = chance.choice(areas), province.TODAY - timedelta(days=chance.randrange(DAYS))
        with acting(system("bench")), as_intake_role():
            register.living_in(area, as_of=day)

    return ask


if __name__ == "__main__":
    from bench import as_of, harness

    harness.main(as_of)
