"""One visit at a home settles what waits there; with nobody there another time is proposed, and in the end a link."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from anju.domains.fieldwork import handlers
from anju.domains.fieldwork.api import sync, tasks
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.field import Phone
from tests.factories.register import HERE, PLATFORM, Street
from tests.factories.staff import actor, staff
from tests.factories.tasks import (
    all_rows,
    contested,
    deliver,
    events_since,
    last_event,
    own_declaration,
    tasks_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def worker():
    return actor(staff("visits.grid", ("grid", HERE)))


def renewed(*, hours=0):
    with acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=now())
        run("UPDATE fieldwork_task SET opened_at = opened_at - make_interval(hours => %s)", [hours])


def visited(who, home, outcome, key="v1", *, at=None, **more):
    with acting(who):
        return tasks.record_visit(
            home_code=home.code, outcome=outcome, key=key, actor=who, at=at or now(), **more
        )


def test_one_visit_settles_everything_at_its_door_and_nothing_next_door(street, worker):
    home, other = street.rooms[0], street.rooms[1]
    contested(street.resident)
    own_declaration(other, street.today, at=now() - timedelta(days=9))
    renewed()
    assert {c for c, _, _ in tasks_at(home)} == {"contested", "routine"}
    done = visited(worker, home, "met", note="母子在家，情况属实")
    assert done.finished == 2 and done.visit.note == "母子在家，情况属实"
    assert tasks_at(home) == [] and len(tasks_at(home, state="done")) == 2
    assert tasks_at(other)
    renewed()
    assert tasks_at(home) == [], "what a visit settled is not asked again"
    assert audit.entries(PLATFORM, action="task.visit")[0].subject_id == str(home.id)
    ((cipher,),) = all_rows("SELECT note_cipher FROM fieldwork_visit")
    assert "母子".encode() not in bytes(cipher)


def test_sent_again_a_visit_counts_once_and_its_key_serves_no_other(street, worker):
    renewed()
    first = visited(worker, street.rooms[0], "met")
    assert visited(worker, street.rooms[0], "met").finished == first.finished == 1
    assert all_rows("SELECT count(*) FROM fieldwork_visit") == [(1,)]
    with pytest.raises(Conflict, match="visit_key_used"):
        visited(worker, street.rooms[0], "nobody")


@pytest.mark.parametrize(
    ("outcome", "left"),
    [("met", 0), ("declined", 0), ("moved", 0), ("nobody", 1), ("not_found", 1)],
)
def test_what_is_left_at_a_door_after_each_outcome(street, worker, outcome, left):
    renewed()
    done = visited(worker, street.rooms[0], outcome)
    assert len(tasks_at(street.rooms[0])) == left and done.finished == 1 - left
    assert (done.visit.rest_until is not None) == bool(left)


def test_after_three_times_nobody_a_link_takes_the_place_of_another_knock(street, worker):
    home = street.rooms[0]
    renewed()
    begun = now() - timedelta(days=3)
    done = [
        visited(worker, home, "nobody", f"n{n}", at=begun + timedelta(days=n)) for n in range(3)
    ]
    assert [d.tries for d in done] == [1, 2, 3]
    assert [d.give_link for d in done] == [False, False, True]
    last = done[-1].visit
    assert last.rest_until == (last.visited_at.astimezone(CHINA) + timedelta(days=7)).date()
    assert len(tasks_at(home)) == 1, "the task stays"
    with acting(worker):
        issued = register.invite(
            home_code=home.code, actor=worker, at=now(), link="https://x/{}".format
        )
        assert issued.link.startswith("https://x/") and issued.invitation.kind == "fill_in"
        bare = register.invite(
            home_code=street.dormitory[0].code, actor=PLATFORM, at=now(), link=str
        )
    assert bare.link
    visited(worker, home, "met", "m")
    assert visited(worker, home, "nobody", "n9").tries == 1


def test_a_worker_invites_nobody_to_a_home_of_another_area(street, worker):
    with acting(worker), pytest.raises((NotAllowed, NotFound)):
        register.invite(home_code=street.far[0].code, actor=worker, at=now(), link=str)


def test_another_time_than_the_last_is_proposed_outside_the_quiet_hours(street, worker):
    for hour in range(24):
        at = (now() - timedelta(days=2)).astimezone(CHINA).replace(hour=hour, minute=30)
        done = visited(worker, street.rooms[0], "nobody", f"h{hour}", at=at)
        plan = done.proposal
        assert plan.basis is tasks.Basis.USUAL
        assert 8 <= plan.first_hour < plan.last_hour <= 21
        assert not (plan.first_hour < 14 and plan.last_hour > 12)
        assert plan.day >= at.date()
        assert done.visit.rest_until is not None


def test_who_may_not_declare_there_enters_no_visit(street):
    other = actor(staff("visits.other", ("grid", "430181100")))
    leader = actor(staff("visits.leader", ("leader", HERE)))
    for who in (other, leader):
        with pytest.raises(NotFound, match="home_unknown"):
            visited(who, street.rooms[0], "met")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"outcome": "angry"}, "visit_outcome"),
        ({"note": "长" * 301}, "visit_note"),
        ({"visited_at": now() + timedelta(days=900)}, "visit_in_future"),
    ],
)
def test_what_is_no_visit_is_refused(street, worker, wrong, code):
    with pytest.raises(Refused, match=code):
        visited(worker, street.rooms[0], **{"outcome": "met", **wrong})
    assert all_rows("SELECT count(*) FROM fieldwork_visit") == [(0,)]


def test_a_visit_entered_by_mistake_is_taken_back_and_its_tasks_wait_again(street, worker):
    home = street.rooms[0]
    review = contested(street.resident)
    renewed()
    before = tasks_at(home)
    done = visited(worker, home, "met")
    with acting(PLATFORM):
        register.decide(review, decision="refuse", note="没有变", actor=PLATFORM, at=now())
    mark = last_event()
    back = partial(tasks.withdraw_visit, done.visit.id)
    stranger = actor(staff("visits.stranger", ("grid", HERE)))
    with acting(stranger), pytest.raises(NotFound):
        back(actor=stranger, at=now())
    with acting(worker), pytest.raises(Conflict, match="visit_too_old"):
        back(actor=worker, at=now() + timedelta(hours=3))
    with acting(worker):
        back(actor=worker, at=now())
    assert tasks_at(home) == before
    deliver(mark)
    assert [t for t in before if t[0] != "contested"] == tasks_at(home), (
        "its cause is gone meanwhile"
    )
    with acting(worker), pytest.raises(Conflict, match="visit_withdrawn"):
        back(actor=worker, at=now())
    with acting(worker):
        assert tasks.visits_at(home.id) == []


def test_a_visit_brought_late_settles_nothing_that_came_up_afterwards(street, worker):
    home = street.rooms[0]
    before_it = now()
    contested(street.resident)
    renewed()
    waiting = tasks_at(home)
    done = visited(worker, home, "met", visited_at=before_it - timedelta(hours=2))
    assert (done.finished, tasks_at(home)) == (0, waiting)
    assert visited(worker, home, "met", key="now").finished == len(waiting)
    assert tasks_at(home) == []


def test_a_visit_that_a_device_brings_settles_the_door_as_well(street):
    phone = Phone.enrolled()
    renewed(hours=1)
    home = street.rooms[0]
    key = phone.write("visit", home={"code": home.code}, content={"result": "met"})
    assert phone.send()[key].status == sync.Status.APPLIED
    with acting(PLATFORM):
        for event in events_since():
            if event.name == "fieldwork.visited":
                handlers.enter(event)
                handlers.enter(event)
    assert tasks_at(home) == []
    assert all_rows("SELECT user_id, key, channel FROM fieldwork_visit") == [
        (phone.user, key, "field")
    ]
