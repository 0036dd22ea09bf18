"""Appointments: on a working day to come, one at a time for a clerk, called off by either side, gone with the case."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from anju.domains.casework.api import cases
from anju.domains.casework.api.cases import Step
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.casework.cases.town import clerk, did, filed, person, seen
from tests.factories.register import HERE, OTHER_STREET, Street


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def worker(street):
    return person(street.resident)


def morning(street, working_days: int = 2) -> datetime:
    day = calendar_of().after(street.today, working_days)
    return datetime.combine(day, time(9, 30), CHINA)


def booked(street, case_id: int, when: datetime, actor=None, **more) -> None:
    did(cases.book, case_id, actor or clerk(), street.at, when, "监察大队 201", **more)


def test_the_person_sees_when_and_where_and_calls_it_off(street, worker):
    case_id, when = filed(street), morning(street)
    booked(street, case_id, when, text="带工牌", request="b")
    booked(street, case_id, when, text="带工牌", request="b")
    record = seen(case_id, worker, street.at)
    assert record.line.appointed_at == when
    assert [e.step for e in record.events].count(Step.BOOKED) == 1
    assert (
        record.events[-1].detail["where"] == "监察大队 201" and record.events[-1].text == "带工牌"
    )
    office = clerk()
    with acting(office):
        found = cases.queue(office, at=street.at, show="appointed")
    assert [line.id for line in found.lines] == [case_id] and found.counts["appointed"] == 1
    did(cases.cancel_appointment, case_id, worker, street.at, text="要上班")
    assert seen(case_id, office, street.at).line.appointed_at is None
    with pytest.raises(Conflict, match="appointment_none"):
        did(cases.cancel_appointment, case_id, worker, street.at)


def test_a_wrong_time_or_place_is_named(street):
    case_id, when = filed(street), morning(street)
    off = when
    while calendar_of().on_or_after(off.date()) == off.date():
        off += timedelta(days=1)
    for moment, where, fault in (
        (None, "x", "appointment_time"),
        (street.at - timedelta(hours=1), "x", "appointment_time"),
        (street.at + timedelta(days=100), "x", "appointment_time"),
        (off, "x", "appointment_day"),
        (when, " ", "appointment_place"),
        (when, "x" * 101, "appointment_place"),
    ):
        with pytest.raises(Refused, match=fault):
            did(cases.book, case_id, clerk(), street.at, moment, where)


def test_a_clerk_has_one_appointment_at_a_time_and_others_make_none(street, worker):
    first, second, when = filed(street), filed(street, debtor="乙厂"), morning(street)
    booked(street, first, when)
    with pytest.raises(Conflict, match="appointment_taken"):
        booked(street, second, when)
    booked(street, second, when, clerk(user=77))
    for actor in (worker, person(street.worker, 43), clerk(HERE, 52), clerk(OTHER_STREET, 53)):
        with pytest.raises((NotAllowed, NotFound)):
            booked(street, first, when + timedelta(hours=1), actor)


def test_it_is_gone_when_the_case_is_closed(street, worker):
    case_id = filed(street)
    booked(street, case_id, morning(street))
    did(cases.withdraw_case, case_id, worker, street.at)
    assert seen(case_id, worker, street.at).line.appointed_at is None
    with pytest.raises(Conflict, match="case_step"):
        booked(street, case_id, morning(street))


def test_the_next_of_a_list_follows_its_order_and_begins_again_when_one_left_it(street, worker):
    office = clerk()
    made = [filed(street, debtor=f"{n} 号厂") for n in range(3)]
    with acting(office):
        order = [c.id for c in cases.queue(office, at=street.at, show="free").lines]
        assert set(order) == set(made)
        follow = [cases.next_in_queue(office, at=street.at, show="free", case_id=c) for c in order]
    assert follow == [*order[1:], None]
    did(cases.accept_case, order[0], office, street.at)
    with acting(office):
        assert cases.next_in_queue(office, at=street.at, show="free", case_id=order[0]) == order[1]
