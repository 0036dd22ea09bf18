"""Open tasks of each part of an area, and at buildings: numbers for a map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.fieldwork.tasks.data.rounds import Count
from anju.domains.fieldwork.tasks.queries.doors import inside
from anju.domains.fieldwork.tasks.rules.picking import SOON
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows

_COUNTED = """count(*), count(*) FILTER (WHERE t.due < %s), count(*) FILTER (WHERE t.due BETWEEN %s AND %s),
    count(DISTINCT t.home_id) FROM fieldwork_task t WHERE t.state = 'open'"""


def area_tasks(
    regions: Sequence[str], *, digits: int, actor: Actor, today: date
) -> dict[str, Count]:
    """Open tasks by the first `digits` of where they wait. Needs `stats.see` or `person.see` in each of these regions.
    One query."""
    register.by_area.require_figures(actor, regions)
    where, params = inside(regions)
    with as_intake_role():
        found = rows(
            f"SELECT left(t.region, %s), {_COUNTED} AND {where} GROUP BY 1",
            [digits, today, today, today + SOON, *params],
        )
    return {area: Count(*n) for area, *n in found}


def tasks_at_buildings(buildings: Sequence[int], *, today: date) -> dict[int, Count]:
    """Open tasks at each of these buildings that has any, as far as the transaction sees. One query."""
    found = rows(
        f"SELECT t.building_id, {_COUNTED} AND t.building_id = ANY(%s) GROUP BY 1",
        [today, today, today + SOON, list(buildings)],
    )
    return {building: Count(*n) for building, *n in found}
