"""Figures by the sums: all tiles of a county and of the province today, a county on a random past day, the report R1 of
the province, the same while changes wait to be added up; then every sum compared with a count. In the database as the
serving role, one caller at a time. Sums are built first (`build_s`), from the register as it stands.

Baseline in the same run: the same figures by a naive count over the ledger, with nothing kept.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from bench import province
from bench.as_of import DAYS, counties
from bench.harness import Report, arguments, ready, show, spread

TILES = ("living", "working", "came", "left", "net", "registered", "registered_in_time")
CHANGED = 2000
"""Stays that change and are not added up yet, while figures are read."""


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args) as found:
        province.fill(found, args)
        report = measure(args)
    return show(report, as_json=args.json)


def measure(args: Any) -> Report:
    from anju.domains.statistics.api import sums
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    report = Report("figures", rows=args.people)
    area, whole = counties(args.people)[0], counties(args.people)[0][:2]
    _forget()
    naive = _parts(area, whole, args.seconds / 8, few=True)
    report.baseline = {name: spread(taken) for name, (taken, _found) in naive.items()}
    begun = time.perf_counter()
    sums.rebuild(province.TODAY)
    report.figures["build_s"] = report.seconds = round(time.perf_counter() - begun, 1)
    read = _parts(area, whole, args.seconds / 4)
    report.figures |= {name: spread(taken) for name, (taken, _found) in read.items()}
    same = all(naive[name][1] == read[name][1] for name in naive)
    report.holds("read figures are the counted ones", same)
    report.figures["changed"] = _change(area)
    waiting = _parts(area, whole, args.seconds / 8)
    report.figures["while_changes_wait"] = {name: spread(t) for name, (t, _f) in waiting.items()}
    begun = time.perf_counter()
    sums.add_up()
    report.figures["add_up_s"] = round(time.perf_counter() - begun, 2)
    with acting(system("bench")):
        report.holds("sums that differ from a count: 0", not any(sums.differing().values()))
    report.figures["rows_kept"] = _rows_kept()
    p50 = {name: (report.baseline[name]["p50_ms"], report.figures[name]["p50_ms"]) for name in read}
    report.figures["times_faster"] = {
        name: round(counted / by_sums, 1) for name, (counted, by_sums) in p50.items()
    }
    report.ratio = p50["r1_province"][1] / p50["r1_province"][0]
    report.at_most("today's tiles of a county: p95 ms", read_p95(report, "tiles_county"), 10)
    report.at_most("a county on a past day: p95 ms", read_p95(report, "past_day"), 300)
    report.at_most("R1 of the province: s", read_p95(report, "r1_province") / 1000, 20)
    return report


def read_p95(report: Report, name: str) -> float:
    """What 95 of 100 calls took at most, in milliseconds."""
    return float(report.figures[name]["p95_ms"])


def _parts(
    area: str, whole: str, seconds: float, *, few: bool = False
) -> dict[str, tuple[list[float], Any]]:
    from anju.domains.statistics.api import indicators as statistics
    from anju.domains.statistics.api import reports
    from anju.foundation.actor import Actor, Grant
    from anju.foundation.db.scope import acting
    from anju.foundation.facts import Span

    grant = Grant("leader", frozenset({"stats.see"}), whole)
    actor = Actor("staff", user_id=1, grants=(grant,))
    wanted = [statistics.indicators()[code] for code in TILES]
    today, chance = province.TODAY, random.Random(7)
    month = Span(today.replace(day=1), today)
    last = reports.period_at("month", today).moved(-1)

    def tiles(place: str) -> Any:
        return statistics.figures(wanted, place, [month], actor=actor)

    def past() -> Any:
        day = today - timedelta(days=chance.randrange(DAYS))
        return statistics.figures(wanted, area, [Span(day - timedelta(days=30), day)], actor=actor)

    def r1() -> Any:
        return reports.make_report(reports.Wanted("r1", whole, last, today), actor=actor)

    every = list(statistics.indicators().values())
    page = [
        month,
        Span(date(2026, 10, 1), date(2026, 10, 22)),
        Span(date(2025, 11, 1), date(2025, 11, 22)),
    ]
    asked: dict[str, Callable[[], Any]] = {
        "page_county": lambda: statistics.figures(every, area, page, actor=actor),
        "tiles_county": lambda: tiles(area),
        "tiles_province": lambda: tiles(whole),
        "past_day": past,
        "r1_county": lambda: reports.make_report(
            reports.Wanted("r1", area, last, today), actor=actor
        ),
        "r1_province": r1,
    }
    found = {}
    with acting(actor):
        for name, ask in asked.items():
            found[name] = _timed(ask, seconds, at_most=3 if few else 200)
    return found


def _timed(ask: Callable[[], Any], seconds: float, *, at_most: int) -> tuple[list[float], Any]:
    """How long each call took, and what the first answered; a call before the first is not timed."""
    taken: list[float] = []
    first = ask() if at_most > 3 else None
    end = time.monotonic() + seconds
    while not taken or (time.monotonic() < end and len(taken) < at_most):
        begun = time.perf_counter()
        answer = ask()
        taken.append(time.perf_counter() - begun)
        first = first if first is not None else answer
    return taken, first


def _change(area: str) -> int:
    """Move stays of a county by a day, as a correction in bulk would."""
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import run as change

    with acting(system("bench")), as_intake_role():
        return change(
            "UPDATE register_stay SET period = daterange(lower(period) - 1, upper(period)) WHERE id IN"
            " (SELECT id FROM register_stay WHERE superseded_at IS NULL AND upper(period) IS NULL AND region LIKE %s"
            " AND person_id NOT IN (SELECT person_id FROM register_stay WHERE superseded_at IS NULL"
            " AND upper(period) IS NOT NULL AND region LIKE %s) LIMIT %s)",
            [f"{area}%", f"{area[:2]}%", CHANGED],
        )


def _forget() -> None:
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import run as change

    with acting(system("bench")), as_intake_role():
        change("DELETE FROM statistics_kept_day")


def _rows_kept() -> dict[str, int]:
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import rows

    with acting(system("bench")), as_intake_role():
        return {
            table: int(rows(f"SELECT count(*) FROM {table}")[0][0])
            for table in ("statistics_flow", "statistics_stock")
        }


if __name__ == "__main__":
    from bench import figures, harness

    harness.main(figures)
