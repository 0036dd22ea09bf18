"""Keys of links: the security administrator keeps them and sees no messages; the entry of a place can be changed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.exchange.api import links
from anju.foundation.audit.models import Entry
from anju.foundation.clock import now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from tests.factories.exchange import THERE, carry, linked
from tests.factories.register import PLATFORM, Street
from tests.factories.staff import signed_in, staff

LINK = f"/office/exchange/links/{THERE}/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


@pytest.fixture
def keeper(street):
    return signed_in(staff("ex.keys", ("secadmin", "")))


@pytest.fixture
def city(street):
    return signed_in(staff("ex.change", ("city", "4301")))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def view():
    with acting(PLATFORM):
        return links.peer(THERE)


def own_key():
    with acting(PLATFORM):
        return links.own_public_keys()[0].kid


def test_the_security_administrator_rotates_enters_ends_and_suspends(keeper, there):
    before = own_key()
    keeper.post("/office/exchange/key/")
    assert own_key() != before
    assert own_key() in page(keeper, "/office/exchange/")
    key = HeldKey.make().key
    keeper.post(f"{LINK}keys/", {"jwk": json.dumps(key.jwk())})
    assert key.kid in page(keeper, LINK)
    keeper.post(f"{LINK}keys/", {"end": key.kid})
    with acting(PLATFORM):
        assert next(k for k in links.peer_keys(view().id) if k.kid == key.kid).until
    keeper.post(f"{LINK}state/", {"suspend": "1"})
    assert view().state == "suspended"


def test_a_rotation_sent_twice_makes_one_key(keeper, there):
    before = own_key()
    keeper.post("/office/exchange/key/", {"kid": before})
    once = own_key()
    assert once != before
    keeper.post("/office/exchange/key/", {"kid": before})
    assert own_key() == once


def test_an_end_sent_twice_prolongs_no_key_and_no_agreement(there):
    key = HeldKey.make().key
    at = now()
    with acting(PLATFORM):
        links.add_key(THERE, key.jwk(), since=at, actor=PLATFORM, at=at)
        agreement = links.agreements_of(links.peer(THERE).id)[0].id
        for moment in (at + timedelta(hours=1), at + timedelta(hours=2)):
            links.end_key(THERE, key.kid, until=moment, actor=PLATFORM, at=moment)
            links.end_agreement(agreement, actor=PLATFORM, at=moment)
        ended = next(k for k in links.peer_keys(view().id) if k.kid == key.kid).until
        written = Entry.objects.filter(action="exchange.agreement_ended", subject_id=agreement)
        assert written.count() == 1
    assert ended == at + timedelta(hours=1)


def test_keys_open_no_messages_no_agreements_and_no_entry(keeper, there):
    there.send(there.message("carer_contact"))
    carry(there)
    text = page(keeper, LINK)
    assert "等待处理的报文" not in text
    assert "提出协议" not in text
    for address in ("/office/exchange/moves/", "/office/exchange/messages/"):
        assert keeper.get(address).status_code == 403
    for address, fields in (
        ("/office/exchange/place/", {"code": "430182", "name": "x"}),
        ("/office/exchange/links/", {"code": "999001", "name": "x", "url": "https://x.example"}),
        (f"{LINK}change/", {"name": "x", "url": "https://x.example", "regions": ""}),
        (f"{LINK}agreements/", {}),
    ):
        assert keeper.post(address, fields).status_code == 403, address
    assert view().name != "x"


def test_the_system_administrator_and_the_auditor_have_no_part_in_it(there):
    for role in ("sysadmin", "auditor"):
        client = signed_in(staff(f"ex.{role}", (role, "")))
        assert client.get("/office/exchange/").status_code == 403


def test_a_place_that_moved_gets_its_new_address(city, there):
    fields = {"name": "剑阁县", "url": "https://new.example/", "regions": "510823，510811"}
    city.post(f"{LINK}change/", fields)
    assert (view().url, view().regions) == ("https://new.example", ("510823", "510811"))
    city.post(f"{LINK}change/", {**fields, "url": "ftp://new.example"})
    assert view().url == "https://new.example"
