"""Departures that nobody asked about: who says that they have gone to a place on a link is told to it, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.exchange.handlers import tell, tell_gone
from anju.domains.exchange.links.models import Agreement, Move
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.events.api import Event
from tests.factories.exchange import THERE, agree, carry, linked
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street, declared, moved_in


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


def gone(street, *, name="牟外出", seed=71, to="四川省广元市剑阁县", days=9):
    """Somebody of here says where they have gone; who it is."""
    item = {
        "kind": "outflow",
        **somebody(name, seed, phone="").item,
        "region": HERE,
        "start": street.today - timedelta(days=days),
        "destination": to,
    }
    return declared([item]).outcomes[0].person_id


def news(street, person, kind):
    payload = {"declarations": [0], "persons": [person], "kinds": [kind]}
    return [Event(1, street.at, "register.applied", payload)]


def test_the_place_somebody_has_gone_to_is_told_once(there, street):
    person = gone(street)
    for _ in range(2):
        tell_gone(news(street, person, "outflow"))
        carry(there)
    (sent,) = there.sent_to("departure_notice")
    assert sent["body"]["person"]["name"] == "牟外出"
    assert sent["body"]["to_division"].startswith(THERE)
    assert "reply_to" not in sent
    assert "answer_by" not in sent


def test_it_stands_in_the_persons_access_log_with_its_purpose(there, street):
    person = gone(street)
    tell_gone(news(street, person, "outflow"))
    with acting(PLATFORM):
        seen = [r.action for r in audit.reads_of(person, limit=10)]
    assert "exchange.sent" in seen


def test_a_place_that_is_on_no_link_is_not_told(there, street):
    person = gone(street, to="广东省东莞市")
    tell_gone(news(street, person, "outflow"))
    carry(there)
    assert there.sent_to("departure_notice") == []


def test_nothing_goes_where_no_agreement_lets_it(street):
    there = linked()
    with acting(PLATFORM):
        Agreement.objects.update(state="ended")
    agree("CARE-ONLY", own_classes=("enquiry",))
    tell_gone(news(street, gone(street), "outflow"))
    carry(there)
    assert there.sent_to("departure_notice") == []
    with acting(PLATFORM):
        assert not Move.objects.exists()


def test_who_comes_back_is_told_to_the_place_they_had_gone_to(there, street):
    who = somebody("牟外出", 71, phone="")
    person = gone(street)
    tell_gone(news(street, person, "outflow"))
    assert moved_in(who, street.rooms[1], street.today - timedelta(days=1)) == person
    tell(news(street, person, "arrive"))
    carry(there)
    assert len(there.sent_to("arrival_notice")) == 1
