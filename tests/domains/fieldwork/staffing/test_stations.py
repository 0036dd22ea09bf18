"""Stations and postings: who keeps them, what is refused, and that the same again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import PostKind
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.register import ELSEWHERE, HERE, OTHER_STREET, STREET
from tests.factories.staff import actor, staff
from tests.factories.staffing import OPEN, Crew, moment, plan, posted

pytestmark = pytest.mark.django_db
TODAY = local_date(now())


@pytest.fixture
def crew(tables, db):
    return Crew.built(TODAY)


def opened(who, wanted):
    with acting(who):
        return staffing.open_station(wanted, actor=who, at=now())


def changed(who, station, **changes):
    with acting(who):
        return staffing.change_station(
            station.id, replace(station.plan, **changes), actor=who, at=now()
        )


def test_a_station_is_there_once_and_seen_by_those_it_concerns(crew):
    assert opened(crew.office, plan()).id == crew.station.id
    assert [s.id for s in staffing.stations((HERE,))] == [crew.station.id], "of a community in it"
    assert [s.id for s in staffing.stations(("4301",))] == [crew.station.id], "of the city"
    assert staffing.stations((OTHER_STREET,)) == []
    with pytest.raises(Conflict, match="station_exists"):
        opened(crew.office, plan(address="另一处"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "station_name"),
        ({"name": "长" * 61}, "station_name"),
        ({"address": ""}, "station_address"),
        ({"phone": "1" * 31}, "station_phone"),
        ({"serves": ()}, "station_serves"),
        ({"serves": (ELSEWHERE,)}, "station_serves"),
        ({"hours": OPEN[:6]}, "station_hours"),
        ({"hours": ((time(9), time(9)), *OPEN[1:])}, "station_hours"),
    ],
)
def test_what_is_wrong_with_a_station_is_said(crew, changes, code):
    with pytest.raises(Refused, match=code):
        opened(crew.office, plan(**{"name": "新站"} | changes))
    with pytest.raises(Refused, match=code):
        changed(crew.office, crew.station, **changes)


def test_only_the_offices_of_a_place_keep_its_stations(crew):
    others = [
        actor(staff("other.street", ("street", OTHER_STREET))),
        actor(staff("worker", ("grid", HERE))),
        actor(staff("clerk", ("counter", STREET))),
    ]
    for who in others:
        with pytest.raises(NotAllowed):
            opened(who, plan("别处"))
        with pytest.raises(NotFound, match="station_unknown"):
            changed(who, crew.station, name="改名")
        with acting(who), pytest.raises(NotFound, match="posting_unknown"):
            staffing.end_posting(crew.li.id, day=TODAY + timedelta(days=2), actor=who, at=now())
    district = actor(staff("district", ("district", STREET[:6])))
    assert changed(district, crew.station, name="改名").plan.name == "改名"


def test_opening_hours_are_of_the_week(crew):
    station = changed(crew.office, crew.station, hours=(*OPEN[:5], (time(10), time(12)), None))
    monday = date(2026, 11, 30)
    assert staffing.open_span(station.plan, monday + timedelta(days=5)) == (time(10), time(12))
    assert staffing.open_span(station.plan, monday + timedelta(days=6)) is None
    assert staffing.is_open(station.plan, moment(monday, 9))
    assert not staffing.is_open(station.plan, moment(monday, 17, 30))


def test_somebody_works_in_one_place_at_a_time_and_only_where_they_may(crew):
    again = posted(crew.office, crew.li.user_id, crew.station, [crew.grids[0]], since=TODAY)
    assert again.id == crew.li.id and again.name == "李网格"
    with pytest.raises(Conflict, match="posting_twice"):
        posted(crew.office, crew.li.user_id, crew.station, [], since=TODAY + timedelta(days=3))
    new = staff("new", ("grid", HERE))
    with pytest.raises(Refused, match="posting_right"):
        posted(crew.office, new, crew.station, crew.grids, since=TODAY)
    with pytest.raises(Refused, match="posting_grids"):
        posted(crew.office, new, crew.station, [f"{ELSEWHERE}001"], since=TODAY)
    with pytest.raises(Refused, match="posting_dates"):
        posted(crew.office, new, crew.station, [], since=TODAY, until=TODAY)
    with pytest.raises(NotFound, match="user_unknown"):
        posted(crew.office, 10**9, crew.station, [], since=TODAY)
    assert posted(crew.office, new, crew.station, [crew.grids[0]], since=TODAY).grids == (
        crew.grids[0],
    )


def test_an_ended_posting_frees_the_station(crew):
    with acting(crew.office):
        with pytest.raises(Conflict, match="station_in_use"):
            staffing.close_station(crew.station.id, day=TODAY, actor=crew.office, at=now())
        with pytest.raises(Refused, match="posting_dates"):
            staffing.end_posting(crew.li.id, day=TODAY, actor=crew.office, at=now())
        day = TODAY + timedelta(days=5)
        for posting in (crew.li, crew.wu, crew.clerk):
            for _ in range(2):
                ended = staffing.end_posting(posting.id, day=day, actor=crew.office, at=now())
                assert ended.until == day
        with pytest.raises(Conflict, match="posting_over"):
            staffing.end_posting(
                crew.li.id, day=day + timedelta(days=1), actor=crew.office, at=now()
            )
        for _ in range(2):
            closed = staffing.close_station(crew.station.id, day=day, actor=crew.office, at=now())
            assert closed.closed_on == day
    assert staffing.stations((STREET,)) == []
    assert [s.id for s in staffing.stations((STREET,), closed=True)] == [crew.station.id]


def test_a_grid_in_which_somebody_works_stays_with_the_station(crew):
    with pytest.raises(Refused, match="station_grids"):
        changed(crew.office, crew.station, serves=(HERE,))


def test_rosters_are_seen_where_they_lie_and_by_whom_they_name(crew):
    for user, seen in (
        (crew.office.user_id, 3),
        (crew.li.user_id, 1),
        (staff("far", ("street", OTHER_STREET)), 0),
    ):
        with acting(actor(user)):
            assert len(staffing.postings((STREET,))) == seen
    assert {p.kind for p in _all(crew)} == {PostKind.FULL, PostKind.PART}


def _all(crew):
    with acting(crew.office):
        return staffing.postings((STREET,), day=TODAY)
