"""How many workers an area has and needs, and how its grids could be cut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from anju.domains.fieldwork.staffing.data.planning import Cut, Load, Plan, Ratio
from anju.domains.fieldwork.staffing.queries.stations import PLAN, postings
from anju.domains.fieldwork.staffing.rules import planning
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date

RULE = "staffing.ratio"
GRID, COMMUNITY = 15, 12


def ratio_of(region: str, day: date, *, at: datetime) -> Ratio:
    """The ratio that is laid down for a division on that day."""
    value, source = register.rule(RULE, region.ljust(12, "0"), day, at=at)
    return Ratio(int(value["residents"]), int(value["homes"]), int(value["part"]), source)


def staffing_plan(actor: Actor, *, region: str, digits: int, ratio: Ratio, at: datetime) -> Plan:
    """What the parts of a division (codes of so many `digits`) have and need under a ratio. Needs `staff.plan` there.
    Six queries."""
    actor.require(PLAN, region=region)
    counted = register.by_area.counts((region,), digits=digits, actor=actor, at=at)
    loads = {a: Load(c.residents, c.let_homes) for a, c in counted.items() if len(a) == digits}
    parts = [g.code for g in regions.grids(region)]
    loads = {p: Load() for p in sorted({c[:digits] for c in parts})} | loads
    own = [p for p in postings((region,), day=local_date(at)) if _inside(p.grids, p.region, region)]
    workers = [(p.kind, [g for g in p.grids if g.startswith(region)]) for p in own]
    return planning.plan(loads, workers, ratio, digits=digits)


def _inside(grids: Sequence[str], station: str, region: str) -> bool:
    """Works there: in a grid of it, or without grids at a station inside it."""
    if grids:
        return any(g.startswith(region) for g in grids)
    return station.startswith(region)


def grid_cuts(actor: Actor, *, region: str, most: int, at: datetime) -> list[Cut]:
    """Each community of a division if no grid had more than `most` let homes. Needs `staff.plan`. Four queries."""
    actor.require(PLAN, region=region)
    counted = register.by_area.counts((region,), digits=GRID, actor=actor, at=at)
    homes = {g.code: 0 for g in regions.grids(region)}
    for area, counts in counted.items():
        if len(area) in (COMMUNITY, GRID):
            homes[area] = counts.let_homes
    return planning.cuts(homes, most) if homes else []
