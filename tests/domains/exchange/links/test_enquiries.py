"""Enquiries: answered from the register, asked by the office, and what counts when nobody answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.exchange.api import links
from anju.domains.exchange.links.models import Message
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, Refused
from tests.factories.exchange import THERE, carry, linked, person_of
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, RESIDENT, Street, clerk


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


def asked(there, who, *questions, between=None):
    body = {"person": person_of(who), "questions": list(questions), "why": "居住年限"}
    if between:
        body["between"] = {"first": between[0].isoformat(), "last": between[1].isoformat()}
    there.send(there.message("enquiry", body))
    carry(there)
    return there.sent_to("reply")[-1]["body"]


def test_each_question_is_answered_from_the_stays_on_file(street, there):
    since = street.today - timedelta(days=200)
    found = asked(
        there,
        RESIDENT,
        "lives_here",
        "habitual_place",
        "lived_here",
        "left_on",
        "registered_since",
        between=(date(2020, 1, 1), since - timedelta(days=1)),
    )
    assert found["outcome"] == "answered"
    assert {a["question"]: (a["answer"], a.get("day")) for a in found["answers"]} == {
        "lives_here": ("yes", None),
        "habitual_place": ("yes", None),
        "lived_here": ("no", None),
        "left_on": ("no", None),
        "registered_since": ("yes", since.isoformat()),
    }


def test_somebody_who_is_not_on_file_is_not_known(street, there):
    assert asked(there, somebody("安然", 902), "lives_here") == {"outcome": "not_known"}


def test_the_office_asks_and_the_answer_is_noted(street, there):
    number = ask()
    carry(there)
    (sent,) = there.sent_to("enquiry")
    assert sent["body"]["person"]["name"] == RESIDENT.name
    there.send(there.message("reply", {"outcome": "not_known"}, reply_to=sent["id"]))
    carry(there)
    with acting(PLATFORM):
        assert Message.objects.get(pk=number).result == "not_known"
        assert links.close_terms(at=now() + timedelta(days=60)) == 0


def ask(actor=PLATFORM, **more):
    from anju.domains.people import api as people

    with acting(PLATFORM):
        (found,) = people.search(RESIDENT.doc_number, regions=[""]).found
    terms = {
        "questions": ["lives_here"],
        "why": "核对",
        "purpose": "residence_registration",
        "grade": "urgent",
        **more,
    }
    with acting(actor):
        return links.ask(THERE, found.person_id, **terms, actor=actor, at=now())


def test_an_enquiry_that_nobody_answers_comes_to_its_default(street, there):
    number = ask()
    carry(there)
    with acting(PLATFORM):
        assert links.close_terms(at=now() + timedelta(days=16)) == 1
        assert Message.objects.get(pk=number).result == "unanswered"
    carry(there)
    assert [m["body"]["outcome"] for m in there.sent_to("default_outcome")] == ["unanswered"]


def test_only_who_keeps_the_links_may_ask_and_only_with_a_reason(street, there):
    with pytest.raises(NotAllowed):
        ask(clerk(7, "430181124")[1])
    with pytest.raises(Refused, match="enquiry_empty"):
        ask(why=" ")
    with pytest.raises(Refused, match="enquiry_empty"):
        ask(questions=["lived_here"])
