"""What waits at the town's homes, a campaign, and the visits of the last weeks, entered by those who do it in life."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from anju.demo.chance import Chance
from anju.demo.divisions import TOWN
from anju.demo.load import boundaries
from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.demo.town import Town
from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.api.tasks import CampaignPlan, Phase, Scope
from anju.domains.housing.api import premises
from anju.domains.places import api as places
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import acting

CAMPAIGN = TOWN
"""Where every let home is visited: the whole town, as such campaigns are in life."""
SINCE = 12
"""Days ago the campaign began."""
MOST_VISITS = 160
HOURS = (9, 10, 11, 14, 15, 16, 17, 18, 19, 20)
OUTCOMES = {"met": 0.55, "nobody": 0.3, "moved": 0.07, "declined": 0.05, "not_found": 0.03}


def enter(town: Town, base: BaseData, *, at: datetime) -> int:
    """Put the buildings on the map, open the campaign, visit some doors; how many. Again, nothing changes."""
    _place(town, at=at)
    begun = at - timedelta(days=SINCE)
    with acting(FOUNDER):
        if tasks.campaigns(FOUNDER):
            return 0
    premises.make_duties(actor=FOUNDER, at=at)
    _open(base, begun)
    with acting(FOUNDER):
        tasks.renew_tasks(actor=FOUNDER, at=begun)
    visits = _visit(town, base, begun, at)
    with acting(FOUNDER):
        tasks.renew_tasks(actor=FOUNDER, at=at)
    return visits


def _place(town: Town, *, at: datetime) -> None:
    """Houses stand along invented streets, each inside its grid."""
    boundaries.enter(town, at=at)
    cells = boundaries.cells(town)
    with acting(FOUNDER):
        found = {
            b.id: boundaries.position_in(cells.get(b.region, 0), address=b.address, code=b.code)
            for b in places.buildings_in(TOWN, limit=100_000)
        }
        places.place_buildings(found, actor=FOUNDER, at=at)


def _open(base: BaseData, begun: datetime) -> None:
    office, day = actor_of(base.staff["street02"], at=begun, channel="web"), local_date(begun)
    plan = CampaignPlan(
        name="年终集中登记",
        regions=(CAMPAIGN,),
        scope=Scope.LET,
        reference=day,
        first=day,
        phases=(
            Phase("入户登记", day + timedelta(days=20), 80),
            Phase("查漏补缺", day + timedelta(days=30), 95),
            Phase("复核", day + timedelta(days=40), 100),
        ),
        items=("核对在住人员", "核对联系电话", "告知房东申报办法"),
    )
    with acting(office):
        tasks.open_campaign(plan, key=f"demo{CAMPAIGN}", actor=office, at=begun)


def _visit(town: Town, base: BaseData, begun: datetime, at: datetime) -> int:
    """Grid workers and group leaders go from house to house, two houses of five."""
    chance = Chance(town.seed).within("visits")
    with acting(FOUNDER):
        doors = [d for d in tasks.open_doors([CAMPAIGN]) if d.building_id % 5 < 2][:MOST_VISITS]
        homes = places.homes([d.home_id for d in doors])
    visited = [homes[d.home_id] for d in doors if d.home_id in homes]
    outcomes = chance.weighted(len(visited), "outcome", OUTCOMES)
    hours = chance.between(len(visited), "hour", 0, len(HOURS) - 1)
    for n, (home, outcome, hour) in enumerate(zip(visited, outcomes, hours, strict=True)):
        day = local_date(begun) + timedelta(days=n * (SINCE - 1) // max(1, len(visited)) + 1)
        moment = datetime(day.year, day.month, day.day, HOURS[hour], n % 60, tzinfo=CHINA)
        worker = actor_of(base.staff[_who(town, home.region)], at=moment, channel="web")
        with acting(worker):
            tasks.record_visit(
                home_code=home.code,
                outcome=outcome,
                key=f"demo{n}",
                actor=worker,
                at=min(moment, at),
            )
    return len(visited)


def _who(town: Town, region: str) -> str:
    """The grid worker of a place, or the office where there is none."""
    grids = town.staff.filter(pl.col("role") == "grid").select("username", "region")
    near = [(r, name) for name, r in grids.iter_rows() if region.startswith(r)]
    return max(near, default=("", "street02"))[1]
