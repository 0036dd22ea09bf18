"""Service stations of the town, who works there, two weeks of shifts, and somebody on leave with a substitute: entered
by the street office, as in life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import BaseData, actor_of
from anju.demo.town import Town
from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import (
    AbsenceReason,
    Duty,
    PostingView,
    PostKind,
    StationPlan,
    StationView,
)
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

OFFICE = "street02"
OPEN, SATURDAY = (time(8, 30), time(17, 30)), (time(9), time(12))
MORNING, EVENING = (time(9), time(17)), (time(13), time(20))
SINCE = 200
"""Days ago they all began."""


def enter(town: Town, base: BaseData, *, at: datetime) -> int:
    """Enter stations, people and shifts; how many shifts. Again, nothing changes."""
    office, today = actor_of(base.staff[OFFICE], at=at, channel="web"), local_date(at)
    with acting(office):
        if staffing.stations((TOWN,)):
            return 0
        centre = _station(office, at, "洞阳镇流动人口服务中心", TOWN, _communities(town), OPEN)
        first = _communities(town)[0]
        _station(office, at, "社区流动人口服务站", first, (first,), MORNING)
        posted = _people(town, base, centre, office, at)
        added = _shifts(posted, today, office, at)
        _leave(posted, today, office, at)
    return added


def _communities(town: Town) -> tuple[str, ...]:
    return tuple(sorted(set(town.grids["community"].to_list())))


def _station(
    office: Actor,
    at: datetime,
    name: str,
    region: str,
    serves: Sequence[str],
    hours: tuple[time, time],
) -> StationView:
    plan = StationPlan(
        name,
        region,
        tuple(serves),
        "洞阳镇政府大院一楼",
        "0731-00000000",
        (hours,) * 5 + (SATURDAY, None),
    )
    return staffing.open_station(plan, actor=office, at=at)


def _people(
    town: Town, base: BaseData, centre: StationView, office: Actor, at: datetime
) -> list[PostingView]:
    """Grid workers, all but one, and clerks of the counter."""
    grids: dict[str, list[str]] = {}
    for code, worker in town.grids.select("code", "worker").iter_rows():
        grids.setdefault(worker, []).append(code)
    counters: Mapping[str, list[str]] = {u: [] for u in base.staff if u.startswith("counter")}
    return [
        staffing.post(
            user_id=base.staff[user].user_id,
            station_id=centre.id,
            kind=PostKind.PART if n % 6 == 5 else PostKind.FULL,
            grids=own[: staffing.MOST_GRIDS],
            since=local_date(at) - timedelta(days=SINCE),
            actor=office,
            at=at,
        )
        for n, (user, own) in enumerate([*list(grids.items())[:-1], *counters.items()])
        if user in base.staff
    ]


def _shifts(posted: Sequence[PostingView], today: date, office: Actor, at: datetime) -> int:
    weeks = [staffing.week_of(today + timedelta(days=7 * n)) for n in range(2)]
    days = [d for week in weeks for d in week[:5]]
    return sum(
        staffing.add_shifts(
            p.id,
            days=days,
            begins=begins,
            ends=ends,
            duty=Duty.FIELD if p.grids else Duty.STATION,
            actor=office,
            at=at,
        ).added
        for n, p in enumerate(posted)
        for begins, ends in [EVENING if n % 3 == 2 else MORNING]
    )


def _leave(posted: Sequence[PostingView], today: date, office: Actor, at: datetime) -> None:
    """One worker is on leave from tomorrow, and another of the same grids' neighbourhood stands in."""
    workers = [p for p in posted if p.grids]
    if len(workers) > 1:
        staffing.enter_absence(
            workers[0].id,
            first=today + timedelta(days=1),
            last=today + timedelta(days=3),
            reason=AbsenceReason.LEAVE,
            substitute_id=workers[1].id,
            give_right=True,
            actor=office,
            at=at,
        )
