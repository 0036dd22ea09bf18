"""Shifts never overlap for one person, also after exchanges; who is away has a substitute with the right to work."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import TimestamptzRange

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import AbsenceReason, Duty, Placed
from anju.domains.fieldwork.staffing.models import Shift
from anju.domains.fieldwork.staffing.rules.rosters import period_of, week_of
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound, Refused
from tests.factories.register import NEXT_DOOR, OTHER_STREET, STREET
from tests.factories.staff import actor, staff
from tests.factories.staffing import Crew, moment

pytestmark = pytest.mark.django_db
TODAY = local_date(now())
NEXT = week_of(TODAY + timedelta(days=7))
"""The days of next week."""


@pytest.fixture
def crew(tables, db):
    return Crew.built(TODAY)


def added(crew, posting, days=NEXT[:5], begins=time(9), ends=time(17), duty=Duty.FIELD):
    with acting(crew.office):
        return staffing.add_shifts(
            posting.id, days=days, begins=begins, ends=ends, duty=duty, actor=crew.office, at=now()
        )


def roster(crew):
    with acting(crew.office):
        found = staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6])
    return sorted((s.user_id, s.begins, s.ends, s.for_absent) for s in found)


def away(crew, posting, first=NEXT[0], last=NEXT[2], substitute=None, **more):
    with acting(crew.office):
        return staffing.enter_absence(
            posting.id,
            first=first,
            last=last,
            reason=AbsenceReason.LEAVE,
            substitute_id=substitute.id if substitute else None,
            actor=crew.office,
            at=now(),
            **more,
        )


def test_a_week_is_planned_once_and_overlaps_are_left_out(crew):
    assert added(crew, crew.li) == Placed(added=5)
    assert added(crew, crew.li) == Placed(same=5)
    assert added(crew, crew.li, begins=time(16), ends=time(20)) == Placed(busy=5)
    assert added(crew, crew.li, begins=time(17), ends=time(20)) == Placed(added=5)
    ended = [week_of(TODAY)[0] - timedelta(days=1)]
    for days in (ended, [TODAY + timedelta(days=400)]):
        with pytest.raises(Refused, match="shift_week_over"):
            added(crew, crew.li, days=days)
    night = added(crew, crew.wu, begins=time(22), ends=time(6))
    assert night == Placed(added=5)
    with pytest.raises(Refused, match="shift_times"):
        added(crew, crew.wu, begins=time(8), ends=time(7))
    with pytest.raises(Refused, match="shift_days"):
        added(crew, crew.wu, days=[])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 23), st.integers(0, 23)),
        max_size=12,
    )
)
def test_however_shifts_are_added_nobody_is_on_duty_twice(crew, wanted):
    with acting(crew.office):
        Shift.objects.all().delete()
    people, held = (crew.li, crew.wu, crew.clerk), dict[int, list]()
    for who, day, begins, ends in wanted:
        period = period_of(NEXT[day], time(begins), time(ends))
        if period is None:
            continue
        posting = people[who]
        free = all(period[1] <= b or e <= period[0] for b, e in held.get(posting.user_id, []))
        placed = added(crew, posting, days=[NEXT[day]], begins=time(begins), ends=time(ends))
        assert placed.added == free
        if free:
            held.setdefault(posting.user_id, []).append(period)
    with acting(crew.office):
        found = staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6])
    expected = sorted((u, *p) for u, periods in held.items() for p in periods)
    assert sorted((s.user_id, s.begins, s.ends) for s in found) == expected


def test_the_database_itself_forbids_two_shifts_at_once(crew):
    added(crew, crew.li)
    with (
        pytest.raises(IntegrityError, match="fieldwork_shift_one_at_a_time"),
        acting(crew.office),
    ):
        Shift.objects.create(
            user_id=crew.li.user_id,
            posting_id=crew.li.id,
            station_id=crew.station.id,
            region=STREET,
            period=TimestamptzRange(moment(NEXT[0], 16), moment(NEXT[0], 18)),
            duty="field",
            recorded_at=now(),
        )


def test_the_week_before_is_taken_over_as_it_was_planned(crew):
    added(crew, crew.li)
    added(crew, crew.wu, days=NEXT[:2])
    away(crew, crew.li, substitute=crew.wu, give_right=True)
    later = NEXT[0] + timedelta(days=7)
    with acting(crew.office):
        first = staffing.copy_week(crew.station.id, week=later, actor=crew.office, at=now())
        again = staffing.copy_week(crew.station.id, week=later, actor=crew.office, at=now())
        found = staffing.shifts((STREET,), first=later, last=later + timedelta(days=6))
    assert (first, again) == (Placed(added=7), Placed(same=7))
    assert sum(s.user_id == crew.li.user_id for s in found) == 5


def test_a_week_after_an_empty_one_has_nothing_to_copy(crew):
    later = NEXT[0] + timedelta(days=21)
    with acting(crew.office), pytest.raises(Refused, match="shift_week_empty"):
        staffing.copy_week(crew.station.id, week=later, actor=crew.office, at=now())


def test_two_exchange_their_shifts_and_each_keeps_time_and_place(crew):
    added(crew, crew.li, days=NEXT[:1])
    added(crew, crew.wu, days=NEXT[1:2], begins=time(13), ends=time(20))
    with acting(crew.office):
        one, two = staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6])
        staffing.swap_shifts(one.id, two.id, actor=crew.office, at=now())
        with pytest.raises(Conflict, match="shift_changed"):
            staffing.swap_shifts(one.id, two.id, actor=crew.office, at=now())
    assert roster(crew) == sorted(
        [
            (crew.wu.user_id, moment(NEXT[0], 9), moment(NEXT[0], 17), False),
            (crew.li.user_id, moment(NEXT[1], 13), moment(NEXT[1], 20), False),
        ]
    )


def test_an_exchange_that_would_put_somebody_on_duty_twice_changes_nothing(crew):
    added(crew, crew.li, days=NEXT[:1])
    added(crew, crew.wu, days=NEXT[:1], begins=time(10), ends=time(12))
    added(crew, crew.wu, days=NEXT[1:2])
    before = roster(crew)
    with acting(crew.office):
        found = staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6])
    ids = {(s.user_id, local_date(s.begins)): s.id for s in found}
    lis, later = ids[crew.li.user_id, NEXT[0]], ids[crew.wu.user_id, NEXT[1]]
    for act in (
        lambda: staffing.swap_shifts(lis, later, actor=crew.office, at=now()),
        lambda: staffing.hand_over(lis, posting_id=crew.wu.id, actor=crew.office, at=now()),
    ):
        with pytest.raises(Conflict, match="shift_busy"), acting(crew.office):
            act()
    assert roster(crew) == before


def test_a_shift_is_handed_over_or_taken_off(crew):
    added(crew, crew.li, days=NEXT[:2])
    with acting(crew.office):
        one, two = staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6])
        staffing.hand_over(one.id, posting_id=crew.clerk.id, actor=crew.office, at=now())
        for _ in range(2):
            staffing.cancel_shift(two.id, actor=crew.office, at=now())
        begun = now() + timedelta(days=30)
        (left,) = (s for s in staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6]))
        with pytest.raises(Refused, match="shift_over"):
            staffing.cancel_shift(left.id, actor=crew.office, at=begun)
    assert [r[0] for r in roster(crew)] == [crew.clerk.user_id]


def test_shifts_and_grids_of_who_is_away_go_to_the_substitute_and_back(crew):
    added(crew, crew.li)
    added(crew, crew.wu, days=NEXT[1:2], begins=time(8), ends=time(10))
    with pytest.raises(Refused, match="absence_right"):
        away(crew, crew.li, substitute=crew.wu)
    done = away(crew, crew.li, substitute=crew.wu, give_right=True)
    assert (done.taken, done.vacant, done.granted) == (2, 1, (crew.grids[0],)), "busy on one day"
    assert away(crew, crew.li, substitute=crew.wu).absence == done.absence
    with acting(crew.office):
        holders = staffing.holders(STREET, NEXT[0])
        assert [(h.name, h.instead_of) for h in holders[crew.grids[0]]] == [("吴网格", "李网格")]
        after = staffing.holders(STREET, NEXT[3])
        assert [(h.name, h.instead_of) for h in after[crew.grids[0]]] == [("李网格", "")]
    noon = moment(NEXT[0], 12)
    assert _at(crew.wu.user_id, noon).may("declare", region=crew.grids[0])
    assert not _at(crew.wu.user_id, moment(NEXT[3], 12)).may("declare", region=crew.grids[0])
    with acting(crew.office):
        back = staffing.withdraw_absence(done.absence.id, actor=crew.office, at=now())
        assert back == 3
        assert staffing.withdraw_absence(done.absence.id, actor=crew.office, at=now()) == 0
    assert not _at(crew.wu.user_id, noon).may("declare", region=crew.grids[0])
    assert sum(r[0] == crew.li.user_id for r in roster(crew)) == 5


def _at(user, at):
    from anju.domains.access import api as access

    return access.actor_for(user, at=at)


def test_a_grid_whose_worker_is_away_without_a_substitute_has_nobody(crew):
    away(crew, crew.li)
    with acting(crew.office):
        assert staffing.holders(STREET, NEXT[0]).keys() == {crew.grids[1]}
        assert staffing.holders(NEXT_DOOR, NEXT[0]).keys() == {crew.grids[1]}


def test_what_is_wrong_with_an_absence_is_said(crew):
    with pytest.raises(Refused, match="absence_days"):
        away(crew, crew.li, first=NEXT[2], last=NEXT[0])
    with pytest.raises(Refused, match="absence_days"):
        away(crew, crew.li, first=TODAY - timedelta(days=2), last=NEXT[0])
    with pytest.raises(Refused, match="absence_own"):
        away(crew, crew.li, substitute=crew.li)
    away(crew, crew.wu)
    with pytest.raises(Conflict, match="absence_twice"):
        away(crew, crew.wu, first=NEXT[2], last=NEXT[4])
    with pytest.raises(Conflict, match="absence_substitute"):
        away(crew, crew.li, substitute=crew.wu)
    away(crew, crew.li, first=NEXT[4], last=NEXT[4], substitute=crew.wu, give_right=True)
    with pytest.raises(Conflict, match="absence_standing_in"):
        away(crew, crew.wu, first=NEXT[4], last=NEXT[5])
    with acting(crew.office), pytest.raises(Conflict, match="posting_substitutes"):
        staffing.end_posting(crew.wu.id, day=NEXT[3], actor=crew.office, at=now())
    with acting(crew.office), pytest.raises(Conflict, match="posting_away"):
        staffing.end_posting(crew.li.id, day=NEXT[3], actor=crew.office, at=now())


def test_workers_see_their_own_roster_and_change_nothing(crew):
    added(crew, crew.li)
    done = away(crew, crew.li, substitute=crew.wu, give_right=True)
    worker = actor(crew.wu.user_id)
    with acting(worker):
        own = staffing.shifts_of(worker.user_id, first=NEXT[0], last=NEXT[6])
        assert len(own) == 3 and all(s.for_absent for s in own)
        assert [a.id for a in staffing.absences((STREET,), since=TODAY)] == [done.absence.id]
        for act in (
            lambda: staffing.cancel_shift(own[0].id, actor=worker, at=now()),
            lambda: staffing.withdraw_absence(done.absence.id, actor=worker, at=now()),
            lambda: staffing.swap_shifts(own[0].id, own[1].id, actor=worker, at=now()),
        ):
            with pytest.raises(NotFound):
                act()
    far = actor(staff("far", ("street", OTHER_STREET)))
    with acting(far):
        assert staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6]) == []
        with pytest.raises(NotFound, match="posting_unknown"):
            staffing.add_shifts(
                crew.li.id,
                days=NEXT,
                begins=time(9),
                ends=time(10),
                duty=Duty.FIELD,
                actor=far,
                at=now(),
            )
