"""Who lives in each part of an area, as numbers: counts only, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.domains.places import api as places
from anju.domains.places.api import Loads
from anju.domains.register.population.queries.at_homes import LET
from anju.domains.register.population.queries.figures import area_of, inside
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.replica import reading
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class AreaCount:
    """Residents, and homes that are let to somebody."""

    residents: int
    let_homes: int


_COUNT = """SELECT left(s.region, %s), count(*), count(DISTINCT s.home_id) FILTER (WHERE s.dwelling = %s)
    FROM register_stay s WHERE s.superseded_at IS NULL AND s.habitual AND {where} AND s.period @> %s::date GROUP BY 1"""


def counts(
    regions: Sequence[str], *, digits: int, actor: Actor, at: datetime
) -> dict[str, AreaCount]:
    """Counts of today by the first `digits` of the place (shorter where a stay is not known to more). Needs `stats.see`
    or `person.see` in each of these regions. One query."""
    require_figures(actor, regions)
    where, place = inside(regions)
    values = [digits, LET, *place, local_date(at)]
    with reading(), as_intake_role():
        return {area: AreaCount(*n) for area, *n in rows(_COUNT.format(where=where), values)}


_LIVING = """SELECT s.home_id, count(*)::int FROM register_stay s WHERE s.superseded_at IS NULL AND s.habitual
    AND s.home_id IS NOT NULL AND {where} AND s.period @> %s::date GROUP BY 1"""


def loads(regions: Sequence[str], *, digits: int, actor: Actor, at: datetime) -> dict[str, Loads]:
    """Homes by use, by the first `digits` of where they lie. Needs `stats.see` or `person.see` in each of these
    regions. Two queries."""
    require_figures(actor, regions)
    where, place = inside(regions)
    with reading(), as_intake_role():
        living = dict(rows(_LIVING.format(where=where), [*place, local_date(at)]))
    return places.loads_by_area(regions, living, digits=digits)


def require_figures(actor: Actor, regions: Sequence[str]) -> None:
    """Raise `NotAllowed` unless the actor may see the figures of each of these regions (prefixes)."""
    allowed = area_of(actor)
    for region in regions:
        if not region.startswith(allowed):
            raise NotAllowed("not_allowed", permission="stats.see", region=region, party="")
