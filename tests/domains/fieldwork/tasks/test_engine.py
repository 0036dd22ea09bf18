"""Tasks at homes begin and end with their causes, once each, whatever order things happen in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.tasks.rules.periods import period_of
from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import HazardStep
from anju.domains.register import api as register
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from tests.domains.housing.premises.visits import handled, inspected, landlord, officer
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Street, moved_in
from tests.factories.staff import actor, staff
from tests.factories.tasks import (
    all_rows,
    contested,
    deliver,
    last_event,
    own_declaration,
    tasks_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def renewed(at=None, **which):
    with acting(PLATFORM):
        return tasks.renew_tasks(actor=PLATFORM, at=at or now(), **which)


def causes(home, state="open"):
    return [cause for cause, _key, _due in tasks_at(home, state=state)]


def test_an_unconfirmed_declaration_is_a_task_until_it_is_decided_and_again_if_that_is_undone(
    street,
):
    home, mark = street.far[0], last_event()
    review = own_declaration(home, street.today)
    deliver(mark)
    with acting(PLATFORM):
        due = local_date(register.review(review).due_at)
    assert ("unconfirmed", str(review), due) in tasks_at(home)
    mark = last_event()
    clerk = actor(staff("tasks.clerk", ("city", "4301")))
    with acting(clerk):
        register.decide(review, decision="refuse", note="没有这个人", actor=clerk, at=now())
    deliver(mark)
    assert "unconfirmed" not in causes(home) and "unconfirmed" in causes(home, "ended")
    mark = last_event()
    with acting(clerk):
        register.undo_decision(review, actor=clerk, at=now())
    deliver(mark)
    assert causes(home).count("unconfirmed") == 1 and "unconfirmed" not in causes(home, "ended")


def test_while_the_landlord_is_asked_nobody_is_sent(street):
    home, mark = street.rooms[1], last_event()
    review = own_declaration(home, street.today)
    deliver(mark)
    assert tasks_at(home) == []
    with acting(PLATFORM):
        turn = register.review(review).staff_from
    renewed(turn - timedelta(seconds=1))
    assert tasks_at(home) == []
    renewed(turn)
    assert causes(home) == ["unconfirmed"]


def test_a_contested_record_is_a_task_at_its_home(street):
    mark = last_event()
    review = contested(street.resident)
    deliver(mark)
    assert [key for cause, key, _ in tasks_at(street.rooms[0]) if cause == "contested"] == [
        str(review)
    ]


def test_an_announced_move_out_that_nobody_declared_is_a_task_until_somebody_does(street):
    home, today = street.rooms[2], street.today
    leaving = today + timedelta(days=5)
    person = moved_in(somebody("覃小满", 640), home, today - timedelta(days=40), end=leaving)
    renewed()
    assert "move_out" not in causes(home)
    late = now() + timedelta(days=10)
    renewed(late)
    ((_, key, due),) = [t for t in tasks_at(home) if t[0] == "move_out"]
    assert key.endswith(leaving.isoformat()) and due == leaving + timedelta(days=3)
    renewed(late + timedelta(days=300))
    assert "move_out" in causes(home), "an overdue task stays"
    with acting(PLATFORM):
        (stay,) = register.stays_of([person])
    with acting(PLATFORM), as_intake_role():
        run("UPDATE register_stay SET leave_due = NULL WHERE id = %s", [stay.id])
    renewed(late)
    assert "move_out" not in causes(home)


def test_a_let_home_is_due_one_visit_a_period_and_an_old_one_stands_for_the_new(street):
    home = street.rooms[0]
    first, last = period_of(street.today, 6)
    renewed()
    assert [t for t in tasks_at(home) if t[0] == "routine"] == [
        ("routine", first.isoformat(), last)
    ]
    next_period = now() + (last - street.today) + timedelta(days=1)
    renewed(next_period)
    assert [t[1] for t in tasks_at(home) if t[0] == "routine"] == [first.isoformat()]
    assert "routine" not in causes(street.rooms[5]), "nobody lives there"
    assert "routine" not in causes(street.dormitory[0]), "no rented home"


def test_nobody_who_has_just_moved_in_is_hurried_by_the_end_of_a_period(street):
    home = street.rooms[4]
    last = period_of(street.today, 6)[1]
    moved_in(somebody("韦小雪", 641), home, street.today)
    renewed()
    ((_, _, due),) = tasks_at(home)
    assert due == max(last, street.today + timedelta(days=30))


def test_an_answered_hazard_is_a_task_that_no_visit_but_only_the_second_look_ends(street):
    home, mark = street.rooms[0], last_event()
    record = inspected(street)
    record = handled(street, record, HazardStep.ANSWERED, landlord(street))
    deliver(mark)
    assert causes(home).count("second_look") == 1
    worker = actor(staff("tasks.inspector", ("grid", HERE)))
    with acting(worker):
        tasks.record_visit(home_code=home.code, outcome="met", key="m", actor=worker, at=now())
    assert causes(home) == ["second_look"]
    mark = last_event()
    handled(street, record, HazardStep.RECTIFIED, officer())
    deliver(mark)
    assert causes(home) == []


def test_a_building_that_is_due_its_inspection_waits_at_its_first_home(street):
    with acting(PLATFORM), as_intake_role():
        run("UPDATE places_building SET recorded_at = '2025-12-01'")
    premises.make_duties(actor=PLATFORM, at=now())
    renewed()
    due = all_rows("SELECT DISTINCT building_id FROM housing_duty WHERE home_id IS NULL")
    waiting = all_rows("SELECT building_id, home_id FROM fieldwork_task WHERE cause = 'inspection'")
    assert {b for b, _ in waiting} == {b for (b,) in due}
    for building, home in waiting:
        first = all_rows("SELECT min(id) FROM places_home WHERE building_id = %s", [building])
        assert first == [(home,)]


def test_renewing_again_or_for_some_homes_changes_nothing(street):
    own_declaration(street.far[0], street.today)
    at = now()
    assert renewed(at).opened > 0
    before = all_rows("SELECT * FROM fieldwork_task ORDER BY id")
    assert renewed(at) == tasks.Renewed()
    assert renewed(at, homes=[h.id for h in street.rooms]) == tasks.Renewed()
    assert all_rows("SELECT * FROM fieldwork_task ORDER BY id") == before


def test_the_database_takes_no_second_task_of_one_home_cause_and_key(street):
    renewed()
    with pytest.raises(IntegrityError), acting(PLATFORM):
        run(
            "INSERT INTO fieldwork_task (home_id, building_id, region, cause, key, due, state, opened_at)"
            " SELECT home_id, building_id, region, cause, key, due, state, opened_at FROM fieldwork_task LIMIT 1"
        )


def test_tasks_are_seen_where_the_home_lies_and_nowhere_else(street):
    own_declaration(street.far[0], street.today)
    renewed()
    everything = all_rows("SELECT region FROM fieldwork_task")
    seen = {}
    for area in (HERE, STREET, "430181100"):
        who = actor(staff(f"tasks.{area}", ("grid", area)))
        with acting(who):
            seen[area] = sorted(rows("SELECT region FROM fieldwork_task"))
    assert {a: sorted(r for r in everything if r[0].startswith(a)) for a in seen} == seen
    assert all(seen.values())


@given(
    day=st.dates(date(1990, 1, 1), date(2100, 12, 31)), months=st.sampled_from([1, 2, 3, 4, 6, 12])
)
def test_a_period_holds_its_day_and_begins_where_the_last_one_ended(day, months):
    first, last = period_of(day, months)
    assert first <= day <= last and first.day == 1
    assert period_of(first - timedelta(days=1), months)[1] == first - timedelta(days=1)
    assert period_of(last, months) == (first, last)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) + 1 == months
