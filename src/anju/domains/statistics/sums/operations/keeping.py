"""Keeping sums: adding up what changed, building what is missing, dropping days that are long past, building all anew.

Whoever reads adds the sums and what has not been added up yet; each statement here takes from the one what it gives to
the other, so a reader between two of them, and after a killed process, finds the same figure.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from anju.domains.statistics.sums.data.kept import EVER, MONTHS_KEPT, RUNS, Run
from anju.domains.statistics.sums.queries.kept import kept_days
from anju.domains.statistics.sums.queries.recounting import RESIDENT, edges, edges_waiting, values
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows, run

_ALONE = "SELECT pg_advisory_xact_lock(hashtext('statistics.sums'))"
_FLOWS = """WITH gone AS (DELETE FROM statistics_flow_change RETURNING *)
INSERT INTO statistics_flow AS f (fact, level, place, day, began, ended)
SELECT fact, level, place, day, sum(began), sum(ended) FROM gone GROUP BY fact, level, place, day
HAVING sum(began) <> 0 OR sum(ended) <> 0
ON CONFLICT (fact, level, place, day)
DO UPDATE SET began = f.began + excluded.began, ended = f.ended + excluded.ended"""
_DAYS = f"SELECT day FROM statistics_kept_day WHERE fact = '{RESIDENT.code}' AND day <> '{EVER}'"  # noqa: S608
_ADDED = """ON CONFLICT (day, "grouping", place, a, b) DO UPDATE SET n = f.n + excluded.n"""
_INTO = 'INSERT INTO statistics_stock AS f (day, "grouping", place, a, b, n)'
_STOCKS = f"""WITH gone AS (DELETE FROM statistics_stay_change RETURNING *)
{_INTO} {values(_DAYS, "gone")} {_ADDED}"""  # noqa: S608


def add_up() -> None:
    """Add what has changed to the sums. Two statements; who writes the register is not held up."""
    with transaction.atomic(), as_intake_role():
        rows(_ALONE)
        run(_FLOWS)
        run(_STOCKS)


def build_missing(today: date) -> int:
    """Build what should be kept and is not, each in a transaction of its own, and drop what should not; how many were
    built."""
    have = kept_days()
    wanted = {(one.fact, EVER) for one in RUNS}
    wanted |= {(RESIDENT.code, day) for day in days_kept(today)}
    for fact, day in sorted(have - wanted):
        _drop(fact, day)
    missing = sorted(wanted - have, key=lambda w: (w[1] != EVER, -w[1].toordinal()))
    for fact, day in missing:
        _build(fact, day)
    return len(missing)


def rebuild(today: date) -> int:
    """Build everything anew; how many were built. Figures are counted meanwhile, never wrong."""
    for fact, day in kept_days():
        _drop(fact, day)
    add_up()
    return build_missing(today)


def days_kept(today: date) -> tuple[date, ...]:
    """The days whose values are summed: today, yesterday, and the last day of each of the months before."""
    days, first = [today, today - timedelta(days=1)], today.replace(day=1)
    for _month in range(MONTHS_KEPT):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return tuple(dict.fromkeys(days))


def _build(fact: str, day: date) -> None:
    with transaction.atomic(), as_intake_role():
        rows(_ALONE)
        _forget(fact, day)
        if day == EVER:
            _build_edges(next(one for one in RUNS if one.fact == fact))
        else:
            _build_values(day)
        run("INSERT INTO statistics_kept_day (fact, day) VALUES (%s, %s)", [fact, day])


def _build_edges(one: Run) -> None:
    """All edges less those that will be added up, seen at one moment."""
    run(
        f"""INSERT INTO statistics_flow (fact, level, place, day, began, ended)
        SELECT '{one.fact}', level, place, day, sum(began), sum(ended) FROM (
          SELECT * FROM ({edges(one)}) a UNION ALL
          SELECT level, place, day, -began, -ended FROM ({edges_waiting(one)}) w) t
        GROUP BY level, place, day HAVING sum(began) <> 0 OR sum(ended) <> 0"""  # noqa: S608
    )


def _build_values(day: date) -> None:
    days = f"VALUES ('{day}'::date)"
    run(
        f"""{_INTO} SELECT day, "grouping", place, a, b, sum(n) FROM (
          SELECT * FROM ({values(days)}) x UNION ALL
          SELECT day, "grouping", place, a, b, -n FROM ({values(days, "statistics_stay_change")}) w) t
        GROUP BY day, "grouping", place, a, b HAVING sum(n) <> 0"""  # noqa: S608
    )


def _drop(fact: str, day: date) -> None:
    with transaction.atomic(), as_intake_role():
        rows(_ALONE)
        _forget(fact, day)


def _forget(fact: str, day: date) -> None:
    run("DELETE FROM statistics_kept_day WHERE fact = %s AND day = %s", [fact, day])
    if day == EVER:
        run("DELETE FROM statistics_flow WHERE fact = %s", [fact])
    else:
        run("DELETE FROM statistics_stock WHERE day = %s", [day])
