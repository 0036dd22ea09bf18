"""What waits at the doors goes along on a phone; its visits settle it once, and taken back they no longer do."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest

from anju.domains.fieldwork import handlers
from anju.domains.fieldwork.api import sync, tasks
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import run
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
SETTLES = {"met", "declined", "moved"}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def phone(street) -> Phone:
    return Phone.enrolled()


def renewed():
    """What waits at the doors, since an hour ago: the phones knock afterwards, by clocks of their own."""
    with acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=now())
        run("UPDATE fieldwork_task SET opened_at = opened_at - interval '1 hour'")


def heard(after: int, *, again: random.Random | None = None) -> None:
    """The worker hears of visits of phones; `again`: of some of them twice, as after a crash."""
    with acting(PLATFORM):
        for event in events_since(after):
            if event.name in ("fieldwork.visited", "fieldwork.visit_taken_back"):
                handlers.enter(event)
                if again and again.random() < 0.5:
                    handlers.enter(event)


def carried(phone: Phone, home, since: int = 0, areas=()) -> dict:
    found = phone.bundle(since, areas)
    return next((h for h in found["homes"] if h["code"] == home.code), {})


def test_a_phone_carries_reason_and_day_of_each_task_and_nothing_of_whom_it_is_about(street, phone):
    home = street.rooms[0]
    contested(street.resident)
    renewed()
    found = carried(phone, home)
    assert [t["cause"] for t in found["tasks"]] == ["contested", "routine"]
    assert all(set(t) == {"cause", "due", "opened"} for t in found["tasks"])
    keys = {key for _, key, _ in tasks_at(home)}
    assert not keys & set(json.dumps(found["tasks"]).replace('"', " ").split())
    assert "rest_until" not in found


def test_tasks_of_other_areas_stay_away(street, phone):
    renewed()
    assert tasks_at(street.far[0])
    assert street.far[0].code not in json.dumps(phone.bundle()["homes"])


def test_only_doors_at_which_something_changed_are_sent_again(street, phone):
    renewed()
    first = phone.bundle()
    mark = last_event()
    key = phone.visit(street.rooms[0], "met")
    assert phone.send()[key].status is sync.Status.APPLIED
    heard(mark)
    second = phone.bundle(first["sequence"], [HERE])
    (changed,) = second["homes"]
    assert (changed["code"], "tasks" in changed) == (street.rooms[0].code, False)


def test_a_knock_in_vain_leaves_the_task_and_says_until_when_the_home_is_left_in_peace(
    street, phone
):
    renewed()
    mark = last_event()
    phone.visit(street.rooms[0], "nobody")
    phone.send()
    heard(mark)
    found = carried(phone, street.rooms[0])
    assert found["tasks"] and found["rest_until"] > f"{now():%Y-%m-%d}"


def test_a_visit_that_the_phone_takes_back_no_longer_settles_the_door(street, phone):
    home = street.rooms[0]
    review = contested(street.resident)
    renewed()
    before = tasks_at(home)
    mark = last_event()
    visit = phone.visit(home, "met")
    phone.send()
    heard(mark)
    assert tasks_at(home) == []
    back = phone.write("withdraw", withdraws=visit, after=[visit], content={})
    mark = last_event()
    assert phone.send(back)[back].status is sync.Status.APPLIED
    with acting(PLATFORM):
        register.decide(review, decision="refuse", note="没有变", actor=PLATFORM, at=now())
    heard(mark)
    heard(mark)
    assert tasks_at(home) == before
    deliver(mark)
    assert [t[0] for t in tasks_at(home)] == ["routine"], "the cause of the other is gone meanwhile"
    ((withdrawn,),) = all_rows("SELECT withdrawn_at IS NOT NULL FROM fieldwork_visit")
    assert withdrawn


def test_taken_back_before_the_visit_was_heard_of_it_settles_nothing_in_the_end(street, phone):
    home = street.rooms[0]
    renewed()
    before, mark = tasks_at(home), last_event()
    visit = phone.visit(home, "met")
    phone.write("withdraw", withdraws=visit, after=[visit], content={})
    phone.send()
    heard(mark)
    assert tasks_at(home) == before


def test_a_visit_of_somebody_else_still_settles_what_one_taken_back_had_settled(street, phone):
    home = street.rooms[0]
    renewed()
    worker = actor(staff("phone.tasks.other", ("grid", HERE)))
    mark = last_event()
    visit = phone.visit(home, "declined")
    phone.send()
    heard(mark)
    with acting(worker):
        tasks.record_visit(home_code=home.code, outcome="declined", key="k", actor=worker, at=now())
    back = phone.write("withdraw", withdraws=visit, after=[visit], content={})
    mark = last_event()
    phone.send(back)
    heard(mark)
    assert tasks_at(home) == []


@pytest.mark.parametrize("seed", range(12))
def test_however_visits_arrive_a_door_waits_exactly_while_no_visit_that_counts_settles_it(
    street, seed
):
    """Visits and withdrawals of two phones, sent in pieces, out of order, again, and heard of again."""
    chance = random.Random(seed)
    own_declaration(street.rooms[1], street.today, at=now() - timedelta(days=9))
    renewed()
    doors = street.rooms[:2]
    waits = {d.id: tasks_at(d) for d in doors}
    assert all(waits.values())
    phones = [Phone.enrolled(), Phone.enrolled()]
    visits: dict[str, tuple[int, str]] = {}
    withdrawn: set[str] = set()
    begun = last_event()
    for phone in phones:
        for _ in range(chance.randint(1, 5)):
            door = chance.choice(doors)
            outcome = chance.choice(["met", "nobody", "declined", "moved", "not_found"])
            key = phone.visit(door, outcome)
            visits[key] = (door.id, outcome)
            if chance.random() < 0.4:
                phone.write("withdraw", withdraws=key, after=[key], content={})
                withdrawn.add(key)
    queues = [(phone, key) for phone in phones for key in phone.log]
    chance.shuffle(queues)
    heard_until = begun
    for phone, key in [*queues, *chance.sample(queues, len(queues) // 2)]:
        phone.send(key)
        if chance.random() < 0.3:
            heard(heard_until, again=chance)
            heard_until = last_event()
    heard(heard_until, again=chance)
    for door in doors:
        settled = any(
            home == door.id and outcome in SETTLES and key not in withdrawn
            for key, (home, outcome) in visits.items()
        )
        assert tasks_at(door) == ([] if settled else waits[door.id])
    kept = all_rows("SELECT key, withdrawn_at IS NOT NULL FROM fieldwork_visit ORDER BY key")
    assert {k for k, gone in kept if not gone} == visits.keys() - withdrawn
    assert len(kept) == len({k for k, _ in kept}), "each visit is entered once"


def test_a_phone_that_lost_its_right_settles_nothing_until_the_office_accepts(street):
    phone = Phone.enrolled()
    renewed()
    before, mark = tasks_at(street.rooms[0]), last_event()
    key = phone.visit(street.rooms[0], "met")
    with acting(PLATFORM):
        sync.revoke_device(PLATFORM, code=phone.code, reason="丢失", at=now())
    assert phone.send()[key].reason == sync.FOR_OFFICE
    heard(mark)
    assert tasks_at(street.rooms[0]) == before
