"""Head counts of employers: of a few, and of all those of an area, in the order of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.ordering import order_in

DAYS = 30
"""Days in which joining and leaving is counted."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """People of an employer: at work on the day, and joined or left in the thirty days to it."""

    now: int
    joined: int
    left: int


_STAFFING = """SELECT employer_id,
        count(*) FILTER (WHERE began <= %(today)s AND (ended IS NULL OR ended > %(today)s)) AS now,
        count(*) FILTER (WHERE began > %(since)s AND began <= %(today)s) AS joined,
        count(*) FILTER (WHERE ended > %(since)s AND ended <= %(today)s) AS left_it
    FROM (SELECT employer_id, lower(period) AS began, upper(period) AS ended FROM register_job
          WHERE employer_id = ANY(%(ids)s::bigint[]) AND superseded_at IS NULL OFFSET 0) j GROUP BY 1"""
"""Each period is taken apart once (OFFSET 0 keeps it so): five range comparisons a job cost twice as much."""


def staffing(
    wanted: Sequence[EmployerView], *, actor: Actor, today: date, days: int = DAYS
) -> dict[int, Staffing]:
    """Head counts of many employers by id. Needs `employer.see` where each is. One query."""
    for region in sorted({e.region for e in wanted}):
        actor.require("employer.see", region=region)
    employer_ids = [e.id for e in wanted]
    with as_intake_role():
        found = {
            r[0]: Staffing(*r[1:]) for r in rows(_STAFFING, _values(employer_ids, today, days))
        }
    return {e: found.get(e, Staffing(0, 0, 0)) for e in employer_ids}


def _values(employer_ids: Sequence[int], today: date, days: int = DAYS) -> dict[str, Any]:
    return {"ids": list(employer_ids), "today": today, "since": today - timedelta(days=days)}


COUNTS = {"now": "now", "joined": "joined", "left": "left_it"}
"""Columns of the list of employers that are counted → what they are called in the statement."""


@dataclass(frozen=True, slots=True)
class StaffedEmployers:
    """A page of the employers of an area with their head counts, how many employers there are and how many are at work
    at all of them."""

    lines: tuple[tuple[EmployerView, Staffing], ...]
    total: int
    working: int


def employers_staffed(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    q: str = "",
    order: str = "",
    limit: int | None = 50,
    offset: int = 0,
) -> StaffedEmployers:
    """The employers of these regions, the largest first or in this `order` (name, place, now, joined, left; with ``-``
    before it from the largest down); with `q` those meant by it. Needs `employer.see` in the regions. Three queries."""
    for region in regions:
        actor.require("employer.see", region=region)
    column, down = order_in(order or "-now")
    ids = employers.employer_ids_in(
        regions, q=q, by_place=column == "place", down=down and column not in COUNTS
    )
    counted = COUNTS.get(column)
    by = f"coalesce(j.{counted}, 0) {'DESC' if down else 'ASC'}, e.at" if counted else "e.at"
    with as_intake_role():
        found = rows(
            f"""SELECT e.id, coalesce(j.now, 0), coalesce(j.joined, 0), coalesce(j.left_it, 0),
                sum(coalesce(j.now, 0)) OVER ()
            FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY e(id, at)
            LEFT JOIN ({_STAFFING}) j ON j.employer_id = e.id
            ORDER BY {by} LIMIT %(limit)s OFFSET %(offset)s""",  # noqa: S608
            {**_values(ids, today), "limit": limit, "offset": offset},
        )
    views = employers.employers([r[0] for r in found])
    lines = tuple((views[r[0]], Staffing(*r[1:4])) for r in found if r[0] in views)
    return StaffedEmployers(lines, len(ids), int(found[0][4]) if found else 0)
