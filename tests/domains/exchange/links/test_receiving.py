"""What a place keeps of a request, and under which code it refuses the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from anju.domains.exchange.api import links
from anju.domains.exchange.links.models import Message, Nonce
from anju.foundation.clock import now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from tests.factories.exchange import THERE, Remote, agree, linked
from tests.factories.register import PLATFORM


@pytest.fixture(scope="module")
def there(once):
    return once(linked)


def reply(request, at=None):
    found = links.receive(request, at=at or now())
    return found.status, json.loads(found.body)


def refused(request, at=None):
    status, body = reply(request, at)
    return status, body.get("code")


def code_of(results):
    (result,) = results
    return [e["code"] for e in result["errors"]]


def kept():
    with acting(PLATFORM):
        return Message.objects.filter(direction="in").count()


def test_a_place_without_exchange_says_so(db):
    from anju.foundation.errors import NotFound

    with pytest.raises(NotFound, match="exchange_not_set_up"):
        links.receive(Remote().request([]), at=now())


def test_messages_are_kept_once_and_receipted_with_their_digest(there):
    one, two = there.message("enquiry"), there.message("arrival_notice")
    first = there.send(one, two)
    assert [(r["class"], r["id"], r["repeated"]) for r in first] == [
        ("receipt", one["id"], False),
        ("receipt", two["id"], False),
    ]
    again = there.send(two)
    assert [(r["digest"], r["repeated"]) for r in again] == [(first[1]["digest"], True)]
    assert kept() == 2


def test_a_message_twice_in_one_batch_is_kept_once(there):
    one = there.message("enquiry")
    assert [r["repeated"] for r in there.send(one, one)] == [False, True]
    assert kept() == 1


def test_a_bad_message_holds_up_none_of_its_batch(there):
    good, bad = there.message("enquiry"), there.message("enquiry", {"questions": []})
    results = there.send(bad, good)
    assert [r["class"] for r in results] == ["rejection", "receipt"]
    assert {e["code"] for e in results[0]["errors"]} == {"body_invalid"}


def test_a_replayed_request_is_refused_and_a_forged_one_uses_no_nonce_up(there):
    request = there.request(there.message("enquiry"), nonce="n-0123456789abcdef")
    forged = replace(request, body=request.body + b" ")
    assert refused(forged) == (401, "digest_wrong")
    stranger = Remote(key=HeldKey.make()).request(b"{}", nonce="n-0123456789abcdef")
    assert refused(stranger) == (401, "signature_key_unknown")
    assert reply(request)[0] == 200
    assert refused(request) == (409, "nonce_used")
    with acting(PLATFORM):
        assert Nonce.objects.count() == 1
        assert links.forget_nonces(at=now() + timedelta(hours=1)) == 1


REQUESTS = {
    "media_type_wrong": (
        415,
        lambda t: replace_header(t.request([]), "content-type", "text/plain"),
    ),
    "body_too_large": (413, lambda t: t.request(b" " * 1_000_001)),
    "body_not_json": (400, lambda t: t.request(b'{"a":1,"a":2}')),
    "messages_missing": (400, lambda t: t.request([])),
    "messages_too_many": (400, lambda t: t.request([{}] * 101)),
    "signature_missing": (401, lambda t: replace_header(t.request([]), "signature", "")),
}


def replace_header(request, name, value):
    return replace(request, headers={**request.headers, name: value})


@pytest.mark.parametrize("code", REQUESTS)
def test_a_request_that_cannot_be_taken_is_refused_whole(there, code):
    status, make = REQUESTS[code]
    assert refused(make(there)) == (status, code)
    assert kept() == 0


def test_a_suspended_link_takes_nothing(there):
    with acting(PLATFORM):
        links.suspend_peer(THERE, suspended=True, actor=PLATFORM, at=now())
    assert refused(there.request(there.message("enquiry"))) == (403, "peer_suspended")


def test_a_key_that_has_ended_signs_no_more_and_the_next_one_does(there):
    following = HeldKey.make()
    with acting(PLATFORM):
        links.add_key(THERE, following.key.jwk(), since=now(), actor=PLATFORM, at=now())
        links.end_key(THERE, there.key.key.kid, until=now(), actor=PLATFORM, at=now())
    later = now() + timedelta(seconds=1)
    assert refused(there.request([], at=later), later) == (401, "signature_key_ended")
    there = replace(there, key=following)
    assert reply(there.request(there.message("enquiry"), at=later), later)[0] == 200


def test_what_an_agreement_does_not_cover_is_rejected_each_under_its_own_code(there):
    day = now().date()
    agree("ENDED", last=day - timedelta(days=2))
    agree("NARROW", classes=("enquiry",), purposes=("care",), per_day=1)
    ask = lambda **more: code_of(there.send(there.message("enquiry", **more)))  # noqa: E731
    assert ask(agreement="NONE") == ["agreement_unknown"]
    assert ask(agreement="ENDED") == ["agreement_ended"]
    assert ask(agreement="NARROW") == ["agreement_purpose"]
    assert code_of(there.send(there.message("arrival_notice", agreement="NARROW"))) == [
        "agreement_class"
    ]
    first, second = (there.message("enquiry", agreement="NARROW", purpose="care") for _ in "12")
    results = there.send(first, second)
    assert [r["class"] for r in results] == ["receipt", "rejection"]
    assert results[1]["errors"][0]["code"] == "agreement_quota"


def test_one_id_is_one_message_and_one_place_in_the_order_too(there):
    one = there.message("enquiry")
    there.send(one)
    assert code_of(there.send({**one, "purpose": "care"})) == ["id_content_differs"]
    other = there.message("enquiry", subject=one["subject"], sequence=1)
    assert code_of(there.send(other)) == ["sequence_taken"]


def test_references_must_fit(there):
    notice = there.message("arrival_notice")
    there.send(notice)
    unknown = there.message("withdrawal", reply_to="6f1a0000-0000-4000-8000-00000000ffff")
    assert code_of(there.send(unknown)) == ["reference_unknown"]
    reply_to_notice = there.message("reply", reply_to=notice["id"])
    assert code_of(there.send(reply_to_notice)) == ["reference_class"]
    own = there.message("set_aside", reply_to=notice["id"])
    assert code_of(there.send(own)) == ["reference_sender"]
    itself = there.message("withdrawal", reply_to="placeholder")
    itself["reply_to"] = itself["id"]
    assert [r["class"] for r in there.send(itself)] == ["receipt"]
