"""A station of the tests' street with a few workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import PostingView, PostKind, StationPlan, StationView
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, NEXT_DOOR, PLATFORM, STREET
from tests.factories.staff import actor, staff

MORNING, EVENING = time(9), time(17, 30)
OPEN = ((MORNING, EVENING),) * 5 + (None, None)


def grid(community: str, number: int) -> str:
    """A grid without boundaries; its code."""
    with acting(PLATFORM):
        return regions.add_grid(
            actor=PLATFORM,
            community=community,
            number=number,
            name=f"第{number}网格",
            day=date(2020, 1, 1),
        ).code


def plan(name: str = "洞阳流动人口服务站", **changes: object) -> StationPlan:
    """A station of the street that serves both of its communities."""
    values = {
        "name": name,
        "region": STREET,
        "serves": (HERE, NEXT_DOOR),
        "address": "洞阳路 1 号",
        "phone": "0731-00000000",
        "hours": OPEN,
    }
    return StationPlan(**(values | changes))


@dataclass
class Crew:
    """A station, two workers with a grid each, and one at the station alone."""

    station: StationView
    grids: tuple[str, str]
    li: PostingView
    wu: PostingView
    clerk: PostingView
    office: Actor

    @classmethod
    def built(cls, today: date) -> Crew:
        """Enter them, by an officer of the street."""
        office = actor(staff("staff.office", ("street", STREET), name="何街道"))
        grids = (grid(HERE, 1), grid(NEXT_DOOR, 1))
        li = staff("staff.li", ("grid", HERE), name="李网格")
        wu = staff("staff.wu", ("grid", NEXT_DOOR), name="吴网格")
        clerk = staff("staff.clerk", ("counter", STREET), name="窗口小赵")
        with acting(office):
            station = staffing.open_station(plan(), actor=office, at=now())
        return cls(
            station,
            grids,
            posted(office, li, station, [grids[0]], since=today),
            posted(office, wu, station, [grids[1]], since=today, kind=PostKind.PART),
            posted(office, clerk, station, [], since=today),
            office,
        )


def posted(
    office: Actor,
    user: int,
    station: StationView,
    grids: Sequence[str],
    *,
    since: date,
    kind: PostKind = PostKind.FULL,
    until: date | None = None,
) -> PostingView:
    """Let an account work at a station."""
    with acting(office):
        return staffing.post(
            user_id=user,
            station_id=station.id,
            kind=kind,
            grids=grids,
            since=since,
            until=until,
            actor=office,
            at=now(),
        )


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of that day on the wall clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)
