"""Activities: first come first served, a waiting list in turn, attendance, certificates, and work that follows."""

from __future__ import annotations

import random
from collections import deque
from datetime import timedelta

import pytest

from anju.domains.casework.api import cases
from anju.domains.groups import models as tables
from anju.domains.groups.api import activities
from anju.domains.groups.api.activities import (
    ActivityKind,
    ActivityState,
    NewActivity,
    SignupState,
)
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.casework.cases.town import clerk
from tests.domains.groups.town import LEADER, OFFICE, STRANGER, Street, founded, key, resident
from tests.factories.staff import public

CHAIR = resident(501)
BEGINS = now() + timedelta(days=3)
COURSE = NewActivity(
    ActivityKind.COURSE,
    "电工班",
    "活动室",
    BEGINS,
    BEGINS + timedelta(hours=3),
    2,
    skill="低压电工",
    post="维修电工",
    employer="浏阳星火电子有限公司",
)


class Centre:
    """A service centre with a course, and a worker on record."""

    def __init__(self) -> None:
        self.street = Street.built()
        self.group = founded(CHAIR, "enterprise", name="园区服务中心")
        self.worker = resident(511, self.street.resident)


@pytest.fixture(scope="module")
def centre(once):
    return once(Centre)


def announced(centre, *, request: str = "", actor=CHAIR, **change) -> int:
    values = {f: getattr(COURSE, f) for f in NewActivity.__dataclass_fields__} | change
    with acting(actor):
        return activities.announce(
            centre.group, NewActivity(**values), key=request or key(), actor=actor, at=now()
        )


def did(step, actor, *args, at=None, **more):
    with acting(actor):
        return step(*args, actor=actor, at=at or now(), **more)


def test_who_announces_and_what_is_refused(centre):
    made = announced(centre, request="same")
    assert announced(centre, request="same") == made
    for other in (OFFICE, STRANGER, resident(502)):
        with pytest.raises(NotAllowed, match="group_not_yours"):
            announced(centre, actor=other)
    for code, values in {
        "activity_title": {"title": ""},
        "activity_place": {"place": " "},
        "activity_when": {"ends_at": BEGINS},
        "activity_seats": {"seats": 0},
        "activity_skill": {"skill": ""},
    }.items():
        with pytest.raises(Refused, match=code):
            announced(centre, **values)
    with pytest.raises(Refused, match="activity_when"):
        announced(centre, begins_at=now() - timedelta(hours=1))


def test_places_and_turns_are_as_an_oracle_keeps_them(centre):
    chance = random.Random(7)
    made = announced(centre, seats=4)
    held: list[int] = []
    queue: deque[int] = deque()
    people = {n: resident(n) for n in range(520, 540)}
    for _turn in range(160):
        user = chance.choice(list(people))
        if chance.random() < 0.6:
            state = did(activities.sign_up, people[user], made, "某人")
            if user not in held and user not in queue:
                (held if len(held) < 4 else queue).append(user)
            assert (state is SignupState.BOOKED) == (user in held)
        else:
            did(activities.give_back, people[user], made)
            if user in queue:
                queue.remove(user)
            elif user in held:
                held.remove(user)
                if queue:
                    held.append(queue.popleft())
        with acting(CHAIR):
            found, all_of = activities.activity(made), activities.signups(made)
        assert (found.booked, found.waiting) == (len(held), len(queue))
        booked = {s.user_id for s in all_of if s.state is SignupState.BOOKED}
        waits = [s.user_id for s in all_of if s.state is SignupState.WAITING]
        assert booked == set(held) and waits == list(queue)
        assert [s.ahead for s in all_of if s.state is SignupState.WAITING] == list(
            range(len(waits))
        )


def test_names_are_seen_by_the_organisers_and_by_oneself(centre):
    made = announced(centre)
    for user in (541, 542):
        did(activities.sign_up, resident(user), made, f"人{user}")
    counts = {}
    for who in (CHAIR, resident(541), OFFICE, LEADER, STRANGER):
        with acting(who):
            counts[who.user_id] = tables.SignupRow.objects.filter(activity_id=made).count()
    assert counts == {501: 2, 541: 1, OFFICE.user_id: 0, LEADER.user_id: 0, STRANGER.user_id: 0}
    with acting(STRANGER):
        assert activities.activity(made).booked == 2, "counts are published"
    with pytest.raises(NotAllowed, match="group_public_only"):
        did(activities.sign_up, OFFICE, made, "公务")


def test_who_gets_a_place_is_told(centre):
    made = announced(centre, seats=1)
    waits = resident(public("13900060001"))
    did(activities.sign_up, resident(543), made, "先来")
    did(activities.sign_up, waits, made, "后到")
    did(activities.give_back, resident(543), made)
    with acting(waits):
        mine = activities.own_signup(made, waits)
    assert mine is not None and mine.state is SignupState.BOOKED
    assert activities.tell_activity(made, mine.id, at=now()) == 1
    (sent,) = notices.recent(limit=1)
    assert "电工班" in sent.text


def attended(centre, *people, absent=()) -> int:
    made = announced(centre, seats=9)
    for who in (*people, *absent):
        did(activities.sign_up, who, made, who.label)
    with acting(CHAIR):
        there = [s.id for s in activities.signups(made) if s.user_id in {p.user_id for p in people}]
    did(activities.note_attendance, CHAIR, made, there, at=BEGINS + timedelta(hours=4))
    return made


def test_attendance_gives_certificates_once(centre):
    made = announced(centre)
    with pytest.raises(Conflict, match="activity_early"):
        did(activities.note_attendance, CHAIR, made, [])
    with pytest.raises(NotAllowed, match="group_not_yours"):
        did(activities.note_attendance, STRANGER, made, [], at=BEGINS)
    made = attended(centre, resident(551), resident(552), absent=[resident(553)])
    assert did(activities.note_attendance, CHAIR, made, [], at=BEGINS) == 2, "the same again"
    with acting(CHAIR):
        found = activities.signups(made)
        assert activities.activity(made).state is ActivityState.CLOSED
    numbers = [s.certificate for s in found if s.certificate]
    assert len(set(numbers)) == 2
    assert [s.state for s in found if s.user_id == 553] == [SignupState.ABSENT]
    with pytest.raises(Conflict, match="activity_over"):
        did(activities.sign_up, resident(554), made, "晚了")
    with pytest.raises(NotAllowed, match="activity_certificate"):
        did(activities.look_for_work, resident(553), made, key=key())


def test_a_worker_finishes_a_course_and_is_placed(centre):
    worker, unlinked = centre.worker, resident(561)
    made = attended(centre, worker, unlinked)
    with pytest.raises(Refused, match="mediation_unlinked"):
        did(activities.look_for_work, unlinked, made, key=key())
    case = did(activities.look_for_work, worker, made, key="w1")
    assert did(activities.look_for_work, worker, made, key="w2") == case
    with acting(worker):
        record = cases.case(case, actor=worker, at=now())
    assert record.line.matter == "employment" and "维修电工" in record.answers["job_wish"]
    platform = system("tests")
    office = clerk()
    with acting(office):
        at = now()
        version = cases.case(case, actor=office, at=at).line.version
        cases.propose(
            case, "placed", text="已到星火电子上班", seen=version, key=key(), actor=office, at=at
        )
    activities.follow_case(case, actor=platform, at=now())
    with acting(CHAIR):
        assert activities.activity(made).placed == 0, "only the person says so"
    did(cases.confirm, worker, case, key=key())
    for _turn in range(2):
        activities.follow_case(case, actor=platform, at=now())
    with acting(CHAIR):
        assert activities.activity(made).placed == 1
    second = attended(centre, worker)
    again = did(activities.look_for_work, worker, second, key="w3")
    assert again != case, "the first is closed"
    third = attended(centre, worker)
    assert did(activities.look_for_work, worker, third, key="w4") == again, (
        "one open case about work"
    )


def test_an_activity_is_called_off(centre):
    made = announced(centre)
    did(activities.sign_up, resident(571), made, "某人")
    with pytest.raises(Refused, match="group_reason"):
        did(activities.call_off_activity, CHAIR, made, "")
    for _turn in range(2):
        did(activities.call_off_activity, CHAIR, made, "停电")
    with pytest.raises(Conflict, match="activity_over"):
        did(activities.sign_up, resident(572), made, "某人")
    with pytest.raises(NotFound, match="activity_unknown"):
        did(activities.sign_up, resident(572), 10**9, "某人")
