"""Which visits are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.housing.premises.data import DueVisit
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

_DUE = """
SELECT building_id, home_id, region, rule, form, min(period), min(due), count(*),
    (array_agg(condition ORDER BY period DESC))[1], (array_agg(months ORDER BY period DESC))[1]
FROM housing_duty WHERE done_at IS NULL AND period <= %s AND ({area}) {place}
GROUP BY building_id, home_id, region, rule, form
"""


def due_visits(
    regions: Sequence[str],
    *,
    day: date,
    building_id: int | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[DueVisit, ...]:
    """Visits that are due on a day in these regions (prefixes), as far as the transaction sees: one a place and rule,
    the longest overdue first. What is overdue stays until it is done. One query."""
    sql, values = _asked(regions, day, building_id)
    found = rows(
        f"{sql} ORDER BY min(due), building_id, home_id NULLS FIRST, rule LIMIT %s OFFSET %s",
        [*values, limit, offset],
    )
    return tuple(DueVisit(*r) for r in found)


def count_due(regions: Sequence[str], *, day: date, building_id: int | None = None) -> int:
    """How many lines `due_visits` has in all."""
    sql, values = _asked(regions, day, building_id)
    return int(rows(f"SELECT count(*) FROM ({sql}) AS due", values)[0][0])  # noqa: S608 - names of this file


def _asked(regions: Sequence[str], day: date, building_id: int | None) -> tuple[str, list[object]]:
    area = " OR ".join(["(region >= %s AND region < %s)"] * len(regions)) or "false"
    bounds = [edge for region in regions for edge in subtree(region)]
    place = "" if building_id is None else "AND building_id = %s"
    asked = [] if building_id is None else [building_id]
    return _DUE.format(area=area, place=place), [day, *bounds, *asked]
