"""Somebody shielded and the bridge: what is on file stays on this side, the other side is notified and answers nothing
about the person, and what waited crosses once the shield has ended."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.exchange.api import answers, bridge
from anju.domains.exchange.bridge.models import BridgeItem
from anju.domains.exchange.bridge.queries.standing import views
from anju.domains.exchange.handlers import offer_over_bridge
from anju.domains.exchange.shields.models import Shield
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.events.api import Event
from tests.domains.exchange.bridge.ends import two_ends
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, building, moved_in

WAITING, CROSSED, OTHER = (
    somebody("单文静", 741),
    somebody("石小鱼", 742),
    somebody("平安", 743),
)


@pytest.fixture(scope="module")
def ends(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), two_ends(tmp_path_factory.mktemp("ends")) as both:
        yield both


@pytest.fixture(scope="module")
def persons(ends):
    outside, _ = ends
    with outside.working():
        homes = building(HERE, "摆渡路9号", ["101", "102", "103"])
        return [moved_in(w, h) for w, h in zip((WAITING, CROSSED, OTHER), homes, strict=True)]


def offered(end, ids):
    with end.working():
        payload = {"declarations": [0], "persons": ids, "kinds": ["arrive"] * len(ids)}
        offer_over_bridge([Event(1, now(), "register.applied", payload)])


def shield(end, person, *, ended=False):
    with end.working(), acting(PLATFORM):
        if ended:
            answers.end_shield(person, actor=PLATFORM, at=now())
        else:
            answers.shield(person, region=HERE, reason="protection_order", actor=PLATFORM, at=now())


def carried(ends):
    outside, inside = ends
    outside.send()
    inside.receive()
    with inside.working():
        bridge.enter(at=now())
    inside.send()
    outside.receive()


def came(inside):
    """Kind and content of everything that came, in order."""
    with inside.working(), acting(PLATFORM):
        found = BridgeItem.objects.filter(direction="in").order_by("id")
        return [(v.kind, dict(v.content)) for v in views(list(found))]


def on_file(inside, who):
    with inside.working(), acting(PLATFORM):
        found = people.search(who.doc_number, regions=[""]).found
        return found[0].person_id if found else None


def hidden(inside):
    with inside.working(), acting(PLATFORM):
        return set(Shield.objects.filter(until=None).values_list("person_id", "reason"))


def test_an_address_stays_here_for_as_long_as_somebody_is_shielded(ends, persons):
    outside, inside = ends
    waiting, crossed, _ = persons
    offered(outside, [crossed])
    carried(ends)
    offered(outside, persons)
    shield(outside, waiting)
    shield(outside, crossed)
    assert outside.view().waiting == 1
    carried(ends)
    found = came(inside)
    assert [k for k, _ in found].count("declaration") == 2
    assert WAITING.name not in {c["name"] for k, c in found if k == "declaration"}
    told = [c for k, c in found if k == "shielded"]
    assert {c["name"] for c in told} == {WAITING.name, CROSSED.name}
    for content in told:
        assert set(content) == {"name", "doc_type", "doc_number", "county", "since", "until"}
        assert content["county"] == HERE[:6]
        assert "摆渡路" not in json.dumps(content, ensure_ascii=False)
        assert "protection_order" not in json.dumps(content)
    assert on_file(inside, WAITING) is None
    assert hidden(inside) == {(on_file(inside, CROSSED), "over_bridge")}


def test_that_it_was_reported_happens_once_and_nothing_else_waits(ends, persons):
    outside, inside = ends
    before = len(came(inside))
    carried(ends)
    carried(ends)
    assert len(came(inside)) == before
    assert outside.view().waiting == 0


def test_when_the_shield_has_ended_what_waited_crosses_and_the_other_side_answers_again(
    ends, persons
):
    outside, inside = ends
    for person in persons[:2]:
        shield(outside, person, ended=True)
    carried(ends)
    assert hidden(inside) == set()
    person = on_file(inside, WAITING)
    with inside.working(), acting(PLATFORM):
        (stay,) = register.stays_of([person])
    assert stay.home_id is not None


def test_somebody_shielded_by_a_record_that_was_merged_is_held_back_too(ends, persons):
    outside, _ = ends
    with outside.working(), acting(PLATFORM):
        from anju.domains.exchange.shields.queries import shielded_records

        assert shielded_records(persons, now()) == set()
        Shield.objects.create(
            person_id=persons[2], region=HERE, reason="witness", since=now() - timedelta(days=1)
        )
        assert shielded_records(persons, now()) == {persons[2]}
