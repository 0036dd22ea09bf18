"""Correction tickets: opened at a fact by those who see the person, sent, answered by file, page or another value."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.exchange.api import deliveries, tickets
from anju.domains.exchange.api.sources import Department, source
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.jobs.source_folders import folder_of, look
from tests.domains.exchange.deliveries.test_deliveries import pupil
from tests.factories.register import ELSEWHERE, HERE, PLATFORM, RESIDENT, Street

SCHOOL = source("school_enrolment")
SERVICE = PLATFORM.for_purpose("service")


def office(region, *, edits=True):
    held = frozenset({"person.see", *(("person.edit",) if edits else ())})
    grant = Grant("street", held, region=region)
    return Actor("staff", 7, "窗口", (grant,), channel="web", purpose="service")


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def folders(street, tmp_path, monkeypatch):
    monkeypatch.setenv("ANJU_EXCHANGE_DIR", str(tmp_path))
    with acting(PLATFORM):
        deliveries.connect(SCHOOL.code, region="4301", every_hours=24, actor=PLATFORM, at=now())
    return folder_of(SCHOOL.code)


def night(folders, day=0, **more):
    row = pupil(RESIDENT.name, RESIDENT.doc_number, **more)
    files = Department(SCHOOL, [row]).night(local_date(now()) + timedelta(days=day))
    for name, data in files.items():
        (folders[0] / name).write_bytes(data)
    return look(SCHOOL.code, at=now() + timedelta(days=day))


@pytest.fixture
def fact(street, folders):
    night(folders)
    with acting(PLATFORM):
        (found,) = deliveries.facts_about([street.resident], purpose="service")
    return found.id


def opened(fact, field="status", by=SERVICE, **more):
    with acting(by):
        given = {"proposed": "离校", "why": "本人说已转学"} | more
        return tickets.open_ticket(fact, field, actor=by, at=now(), **given)


def read(number):
    with acting(PLATFORM):
        return tickets.ticket(number)


def test_a_ticket_goes_out_with_the_next_look_and_its_answer_comes_back(folders, fact):
    number = opened(fact)
    look(SCHOOL.code, at=now())
    (sent,) = folders[1].glob("ticket-*.json")
    stored = json.loads(sent.read_text())
    assert (stored["stated"], stored["proposed"]) == ("enrolled", "离校")
    assert stored["doc_number"] == RESIDENT.doc_number
    assert read(number).state == "sent"
    answer = {"ticket": number, "outcome": "corrected", "text": "已改"}
    (folders[0] / stored["answer_in"]).write_text(json.dumps(answer))
    look(SCHOOL.code, at=now())
    done = read(number)
    assert (done.state, done.outcome, done.answer) == ("answered", "corrected", "已改")
    assert list(folders[0].iterdir()) == []


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        '{"ticket": "x", "outcome": "upheld"}',
        '{"ticket": 9999, "outcome": "upheld"}',
    ],
)
def test_an_answer_that_is_none_stays_in_the_folder_and_changes_nothing(folders, fact, answer):
    number = opened(fact)
    (folders[0] / "ticket-1.answer.json").write_text(answer)
    look(SCHOOL.code, at=now())
    assert read(number).state == "sent"
    assert len(list(folders[0].iterdir())) == 1


def test_another_value_of_the_department_closes_the_ticket(folders, fact):
    number = opened(fact)
    night(folders, 1, status="03")
    done = read(number)
    assert (done.state, done.outcome, done.answer) == ("answered", "changed", "left")


def test_one_ticket_waits_a_field_and_the_same_answer_again_changes_nothing(fact):
    number = opened(fact)
    with pytest.raises(Conflict):
        opened(fact)
    opened(fact, "school")
    for _ in range(2):
        with acting(SERVICE):
            tickets.answer_ticket(number, outcome="upheld", text="无误", actor=SERVICE, at=now())
    with acting(SERVICE), pytest.raises(Conflict):
        tickets.withdraw_ticket(number, actor=SERVICE, at=now())
    assert opened(fact) != number


def test_what_is_missing_is_named(fact):
    with pytest.raises(Refused, match="ticket_field"):
        opened(fact, "nothing")
    with pytest.raises(Refused, match="ticket_why"):
        opened(fact, why=" ")
    with pytest.raises(NotFound):
        opened(fact + 999)
    number = opened(fact)
    with acting(SERVICE), pytest.raises(Refused, match="ticket_outcome"):
        tickets.answer_ticket(number, outcome="maybe", text="", actor=SERVICE, at=now())


def test_who_does_not_see_the_person_may_not_edit_or_has_another_purpose_opens_none(fact):
    assert opened(fact, by=office(HERE))
    with pytest.raises(NotFound):
        opened(fact, "school", by=office(ELSEWHERE))
    with pytest.raises(NotAllowed):
        opened(fact, "school", by=office(HERE, edits=False))
    with pytest.raises(NotFound):
        opened(fact, "school", by=office(HERE).for_purpose("statistics"))
    with acting(office(ELSEWHERE)):
        assert tickets.tickets(waiting=False, purpose="service", limit=9) == ([], 0)


def test_what_is_late_stands_at_the_top_and_closed_ones_only_where_asked_for(fact):
    first, second = opened(fact), opened(fact, "school")
    with acting(SERVICE):
        tickets.withdraw_ticket(second, actor=SERVICE, at=now())
        assert [t.id for t in tickets.tickets(waiting=True, purpose="service", limit=9)[0]] == [
            first
        ]
        assert tickets.tickets(waiting=False, purpose="service", limit=9)[1] == 2
        assert tickets.tickets(waiting=False, purpose="statistics", limit=9) == ([], 0)
        (waits,) = tickets.tickets(waiting=True, purpose="service", limit=9)[0]
    assert waits.due == local_date(now()) + timedelta(days=tickets.TERM_DAYS)
