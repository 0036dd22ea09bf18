"""Hostile requests: each attack has one outcome and one code, and nothing of it is kept but its count."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from anju.domains.exchange.api import catalogue, links, messages, signing
from anju.domains.exchange.api.signing import HttpMessage
from anju.domains.exchange.links.models import AgreementUse, LogEntry, Message, Refusal
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from tests.factories.exchange import OWN_URL, Remote, agree, linked
from tests.factories.register import PLATFORM


@pytest.fixture(scope="module")
def there(once):
    return once(linked)


def sent(request, at=None):
    reply = links.receive(request, at=at or now())
    return reply.status, json.loads(reply.body)


def without(component):
    """A request from whose signature a component that must be covered was taken."""

    def make(there: Remote) -> HttpMessage:
        made = there.request([there.message("enquiry")])
        shorter = re.sub(rf' ?"{component}"', "", made.headers["signature-input"])
        shorter = shorter.replace("( ", "(")
        return replace(made, headers={**made.headers, "signature-input": shorter})

    return make


def altered(there: Remote) -> HttpMessage:
    made = there.request([there.message("enquiry")])
    return replace(made, body=made.body.replace(b"enquiry", b"enquirY"))


def altered_with_its_digest(there: Remote) -> HttpMessage:
    made = altered(there)
    digest = signing.content_digest(made.body)
    return replace(made, headers={**made.headers, "content-digest": digest})


def elsewhere(there: Remote) -> HttpMessage:
    made = there.request([there.message("enquiry")])
    return replace(made, url=OWN_URL.replace("localhost", "other.example"))


def stretched(there: Remote) -> HttpMessage:
    """Signed to hold for a day."""
    return there.request([there.message("enquiry")], lifetime=timedelta(days=1))


def packed(there: Remote) -> HttpMessage:
    """A body that would unpack to a hundred times its size: nothing is unpacked here."""
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    made = there.request(bomb)
    return replace(made, headers={**made.headers, "content-encoding": "gzip"})


ATTACKS = {
    "a changed body": (401, "digest_wrong", altered),
    "a changed body with its own digest": (401, "signature_wrong", altered_with_its_digest),
    "a key nobody entered": (
        401,
        "signature_key_unknown",
        lambda t: Remote(key=HeldKey.make()).request([t.message("enquiry")]),
    ),
    "meant for another address": (401, "signature_wrong", elsewhere),
    "a signature that holds too long": (401, "signature_too_long", stretched),
    "an old signature": (
        401,
        "signature_expired",
        lambda t: t.request([t.message("enquiry")], at=now() - timedelta(minutes=10)),
    ),
    "a body over the limit": (413, "body_too_large", lambda t: t.request(b"[" + b" " * 1_000_001)),
    "a packed body": (400, "body_not_json", packed),
    "lists within lists": (400, "body_not_json", lambda t: t.request(b"[" * 400_000)),
    "a number of a million digits": (
        400,
        "body_not_json",
        lambda t: t.request(b"[" + b"9" * 900_000 + b"]"),
    ),
    "a member twice": (400, "body_not_json", lambda t: t.request(b'{"class":"a","class":"b"}')),
    **{
        f"a signature that leaves out {name}": (401, "signature_component_missing", without(name))
        for name in signing.OF_REQUEST
    },
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_under_its_code_and_leaves_nothing_but_its_count(there, attack):
    status, code, make = ATTACKS[attack]
    found, body = sent(make(there))
    assert (found, body["code"]) == (status, code)
    assert code in messages.errors()
    with acting(PLATFORM):
        for model in (Message, LogEntry, AgreementUse):
            assert not model.objects.exists()
        assert list(Refusal.objects.values_list("peer", "day", "code", "count")) == [
            (None, local_date(now()), code, 1)
        ]


def test_a_replay_is_refused_though_its_messages_are_answered_as_repeated(there):
    made = there.request([there.message("enquiry")])
    assert sent(made)[0] == 200
    assert sent(made) == (409, {"code": "nonce_used"})


def test_an_ended_agreement_and_a_used_up_quota_stop_their_messages_alone(there):
    day = local_date(now())
    agree("OVER", last=day - timedelta(days=1))
    agree("ONE", per_day=1)
    requests = [there.message("enquiry", agreement=n) for n in ("OVER", "ONE", "ONE")]
    _status, body = sent(there.request([*requests, there.message("enquiry")]))
    codes = [r["errors"][0]["code"] if "errors" in r else "" for r in body["results"]]
    assert codes == ["agreement_ended", "", "agreement_quota", ""]
    health = links.health(day, now())[0]
    assert dict(health.codes) == {"agreement_ended": 1, "agreement_quota": 1}


def test_a_bomb_among_spreadsheets_is_refused_before_it_is_unpacked(db):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for n in range(3):
            book.writestr(f"xl/worksheets/sheet{n}.xml", b"<x>" + b" " * 300_000_000)
    with acting(PLATFORM), pytest.raises(Refused):
        catalogue.import_entries(packed.getvalue(), "bomb.xlsx", actor=PLATFORM, at=now())
