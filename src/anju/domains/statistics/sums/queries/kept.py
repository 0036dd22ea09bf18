"""Which sums are kept, and whether they are what a count says."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from anju.domains.statistics.sums.data.kept import EVER, RUNS
from anju.domains.statistics.sums.queries.recounting import edges, edges_waiting, values
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows


def kept_days() -> set[tuple[str, date]]:
    """(Fact, day) of all that is kept; `EVER` for edges."""
    with transaction.atomic(), as_intake_role():
        return kept_now()


def kept_now() -> set[tuple[str, date]]:
    """The same, for who acts as the intake role already."""
    return set(rows("SELECT fact, day FROM statistics_kept_day", often=True))


def differing() -> dict[str, int]:
    """Of each fact, and of each day of values, how many sums are not what a count over the tables says: none, unless
    something wrote past the triggers. Counts everything: minutes where the register is large."""
    found = {}
    with transaction.atomic(), as_intake_role():
        kept = kept_now()
        for one in RUNS:
            if (one.fact, EVER) in kept:
                found[one.fact] = _edges_differing(one.fact)
        for _fact, day in sorted(k for k in kept if k[1] != EVER):
            found[str(day)] = _values_differing(day)
    return found


def _edges_differing(fact: str) -> int:
    one = next(run for run in RUNS if run.fact == fact)
    ((n,),) = rows(
        f"""SELECT count(*) FROM (SELECT 1 FROM (
          SELECT level, place, day, began, ended FROM statistics_flow WHERE fact = '{fact}'
          UNION ALL {edges_waiting(one)}
          UNION ALL SELECT level, place, day, -began, -ended FROM ({edges(one)}) a) t
        GROUP BY level, place, day HAVING sum(began) <> 0 OR sum(ended) <> 0) d"""  # noqa: S608
    )
    return int(n)


def _values_differing(day: date) -> int:
    days = f"VALUES ('{day}'::date)"
    ((n,),) = rows(
        f"""SELECT count(*) FROM (SELECT 1 FROM (
          SELECT "grouping", place, a, b, n FROM statistics_stock WHERE day = '{day}'
          UNION ALL SELECT "grouping", place, a, b, n FROM ({values(days, "statistics_stay_change")}) w
          UNION ALL SELECT "grouping", place, a, b, -n FROM ({values(days)}) x) t
        GROUP BY "grouping", place, a, b HAVING sum(n) <> 0) d"""  # noqa: S608
    )
    return int(n)
