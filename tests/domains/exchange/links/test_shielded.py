"""Somebody shielded and other places: nobody is notified of where they went or came from, and an enquiry is answered as
about somebody unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.exchange.api import answers
from anju.domains.exchange.handlers import tell, tell_gone
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.events.api import Event
from tests.factories.exchange import THERE, carry, linked, person_of
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street, declared, moved_in


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


def shielded(person):
    with acting(PLATFORM):
        answers.shield(person, region=HERE, reason="protection_order", actor=PLATFORM, at=now())


def news(person, kind):
    payload = {"declarations": [0], "persons": [person], "kinds": [kind]}
    return [Event(1, now(), "register.applied", payload)]


def test_the_place_somebody_fled_from_is_not_notified_of_where_they_live(street):
    who = somebody("单文静", 751, area=THERE)
    person = moved_in(who, street.rooms[1], street.today - timedelta(days=1))
    there = linked()
    shielded(person)
    tell(news(person, "arrive"))
    carry(there)
    assert there.sent_to("arrival_notice") == []
    with acting(PLATFORM):
        answers.end_shield(person, actor=PLATFORM, at=now())
    tell(news(person, "arrive"))
    carry(there)
    assert len(there.sent_to("arrival_notice")) == 1


def test_nor_is_the_place_they_have_gone_to(there, street):
    who = somebody("石小鱼", 752)
    person = moved_in(who, street.rooms[1], street.today - timedelta(days=30))
    shielded(person)
    item = {
        "kind": "outflow",
        **who.item,
        "region": HERE,
        "start": street.today - timedelta(days=9),
        "destination": "四川省广元市剑阁县",
    }
    assert declared([item]).outcomes[0].person_id == person
    tell_gone(news(person, "outflow"))
    carry(there)
    assert there.sent_to("departure_notice") == []


@pytest.mark.parametrize("name", [RESIDENT.name, "别名"])
def test_an_enquiry_is_answered_as_about_somebody_unknown_whatever_the_name(there, street, name):
    shielded(street.resident)
    person = {**person_of(RESIDENT), "name": name}
    body = {"person": person, "questions": ["lives_here"], "why": "核对"}
    there.send(there.message("enquiry", body))
    carry(there)
    assert [m["body"] for m in there.sent_to("reply")] == [{"outcome": "not_known"}]
    assert there.sent_to("set_aside") == []
