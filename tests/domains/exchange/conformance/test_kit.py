"""The kit itself: a sound place passes every case, a broken one fails the right case, and this installation passes."""

from __future__ import annotations

import json
import re
import time

import pytest

from anju.domains.exchange.api import conformance, conformance_setup, links, messages
from anju.domains.exchange.api.conformance import CASES, Keys, Kit, Target
from anju.domains.exchange.links.models import Message, Peer
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound, Refused
from tests.domains.exchange.conformance import broken_close, broken_transfers
from tests.domains.exchange.conformance.broken import BROKEN
from tests.factories.exchange import HERE, linked
from tests.factories.places import CODE, MemoryPlace
from tests.factories.register import PLATFORM

URL = "https://place.example"


def tried(kind=MemoryPlace):
    keys = Keys()
    place = kind(keys, now)
    kit = Kit(Target(URL, CODE), (place.own.key,), keys, now)
    return conformance.run(kit, place, counter=time.monotonic)


def test_there_are_enough_cases_and_no_two_of_one_number():
    assert len(CASES) >= 120
    assert len({c.id for c in CASES}) == len(CASES)
    assert len({c.title for c in CASES}) == len(CASES)


def test_every_code_has_its_case_but_of_older_gateways_by_which_the_kit_does_not_call():
    signed = {c for c, entry in messages.errors().items() if entry.layer != "gateway"}
    assert {c.code for c in CASES} - {""} == signed


def test_a_sound_place_passes_all_of_them():
    assert [(o.id, o.cause) for o in tried().failed] == []


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_place_is_found_by_the_right_case(what):
    place, case = BROKEN[what]
    failed = {o.id: o.cause for o in tried(place).failed}
    assert case in failed, failed


def test_there_are_fifty_broken_places_and_more():
    modules = {broken_close.__name__, broken_transfers.__name__}
    near = [place for place, _ in BROKEN.values() if place.__module__ in modules]
    assert len(BROKEN) >= 50
    assert len(near) >= 20


def test_a_place_that_does_not_answer_fails_without_stopping_the_kit():
    keys = Keys()
    kit = Kit(Target(URL, CODE), (), keys, now)

    def silent(request):
        raise ConnectionError

    report = conformance.run(kit, silent, counter=time.monotonic)
    assert len(report.failed) == len(CASES)
    assert report.failed[0].cause == "no answer: ConnectionError"


def test_the_report_is_json_and_a_page_that_says_what_failed():
    place, _ = BROKEN["takes a replay"]
    report = tried(place)
    written = json.loads(json.dumps(report.written()))
    assert written["cases"] == len(CASES)
    assert written["passed"] + len(written["failed"]) == written["cases"]
    assert {f["id"] for f in written["failed"]} >= {"S-201", "S-202"}
    page = conformance.page(report)
    assert "重放同一请求" in page
    assert re.search("✗ 未通过 failed: status 200 instead of 409", page)


@pytest.fixture
def here(db):
    return linked()


def test_this_installation_passes_every_case_and_nothing_of_it_stays(here):
    keys = Keys()
    with acting(PLATFORM):
        conformance_setup.enter(keys.setup(), actor=PLATFORM, at=now())
    kit = Kit(Target("http://localhost:8420", HERE), (here.home,), keys, now)

    def transport(request):
        if request.method != "POST":
            return 405, {}, b""
        reply = links.receive(request, at=now())
        return reply.status, reply.headers, reply.body

    report = conformance.run(kit, transport, counter=time.monotonic)
    assert [(o.id, o.cause) for o in report.failed] == []
    with acting(PLATFORM):
        assert links.apply_kept(at=now()) == 0
        conformance_setup.forget(actor=PLATFORM)
        assert not Peer.objects.filter(test=True).exists()
        assert not Message.objects.exists()


def test_an_installation_without_an_exchange_is_a_place_for_as_long_as_the_kit_takes(db):
    with acting(PLATFORM):
        assert conformance_setup.lend_place(actor=PLATFORM, at=now())
        conformance_setup.enter(Keys().setup(), actor=PLATFORM, at=now())
        conformance_setup.forget(actor=PLATFORM)
        assert links.own_public_keys() == []
        with pytest.raises(NotFound, match="exchange_not_set_up"):
            links.own_place()


def test_a_place_of_its_own_is_not_lent_and_not_forgotten(here):
    with acting(PLATFORM):
        assert not conformance_setup.lend_place(actor=PLATFORM, at=now())
        conformance_setup.enter(Keys().setup(), actor=PLATFORM, at=now())
        conformance_setup.forget(actor=PLATFORM)
        assert links.own_place()[0] == HERE
        assert links.own_public_keys()


def test_what_is_no_list_of_keys_is_refused(here):
    with acting(PLATFORM), pytest.raises(Refused, match="peer_key_unreadable"):
        conformance_setup.enter({}, actor=PLATFORM, at=now())
