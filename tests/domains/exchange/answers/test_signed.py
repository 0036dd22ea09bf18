"""Signed questions of another place: taken as messages are, answered at once, and refused under a code."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from anju.domains.exchange.api import answers, links, signing
from anju.domains.exchange.api.signing import HttpMessage
from anju.domains.exchange.models import AnswerAgreement
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.interfaces.rest.answers import read_signed
from tests.factories.answers import NUMBER, agreed, lives_in
from tests.factories.exchange import THERE, THERE_NAME, Remote, linked
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE, PLATFORM, RESIDENT, STRANGER, STREET, Street

URL = "http://localhost:8420" + answers.PATH


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture(scope="module")
def there(street, once):
    def made():
        place = linked()
        agreed(peer=THERE, region="430181")
        return place

    return once(made)


def request(there, *questions, purpose="schooling", key=None, at=None, url=URL, **more):
    body = json.dumps(
        {"agreement": NUMBER, "purpose": purpose, "questions": list(questions), **more}
    ).encode()
    bare = HttpMessage(body, {"content-type": "application/json"}, "POST", url)
    fields = signing.signed(bare, key or there.key, at=at or now(), nonce=secrets.token_urlsafe(16))
    return replace(bare, headers={**bare.headers, **fields})


def reply(there, sent, at=None):
    found = answers.answer_signed(sent, read_signed, request_id="r", at=at or now())
    answer = HttpMessage(found.body, found.headers, status=found.status, request=sent)
    if there.home is not None and "signature" in sent.headers:
        signing.verified(answer, lambda *_: there.home, at=at or now())
    return found.status, json.loads(found.body)


def values(there, *questions):
    status, body = reply(there, request(there, *questions))
    assert status == 200, body
    return [a["answer"] for a in body["answers"]]


def code(there, sent, at=None):
    status, body = reply(there, sent, at)
    return status, body["code"]


def test_a_batch_is_answered_in_one_signed_answer_within_the_agreements_division(street, there):
    asked = [
        lives_in(RESIDENT),
        lives_in(STRANGER, ELSEWHERE),
        lives_in(somebody("无名氏", 4711)),
        lives_in(RESIDENT, name=STRANGER.name),
    ]
    assert values(there, *asked) == ["yes", "yes", "no", "no"]
    AnswerAgreement.objects.update(region=STREET)
    assert values(there, *asked) == ["yes", "no", "no", "no"]


def test_the_person_reads_which_place_asked_and_what_for(street, there):
    values(there, lives_in(RESIDENT))
    with acting(PLATFORM):
        (line,) = [e for e in audit.reads_of(street.resident) if e.action == answers.ACTION]
    assert (line.actor_label, line.purpose, line.channel) == (THERE_NAME, "schooling", "exchange")


def test_a_request_that_is_sent_again_is_refused_and_asks_nobody(street, there):
    sent = request(there, lives_in(RESIDENT))
    assert reply(there, sent)[0] == 200
    assert code(there, sent) == (409, "nonce_used")
    with acting(PLATFORM):
        assert len([e for e in audit.reads_of(street.resident) if e.action == answers.ACTION]) == 1


def test_a_changed_body_a_strange_key_and_an_old_signature_are_refused(street, there):
    sent = request(there, lives_in(RESIDENT))
    assert code(there, replace(sent, body=sent.body.replace(b"schooling", b"service  "))) == (
        401,
        "digest_wrong",
    )
    assert code(there, request(there, lives_in(RESIDENT), key=HeldKey.make())) == (
        401,
        "signature_key_unknown",
    )
    old = request(there, lives_in(RESIDENT), at=now() - timedelta(hours=1))
    assert code(there, old)[0] == 401


def test_a_request_signed_for_the_address_of_messages_does_not_count_here(street, there):
    aimed = request(there, lives_in(RESIDENT), url="http://localhost:8420" + links.PATH)
    moved = HttpMessage(aimed.body, aimed.headers, "POST", URL)
    assert code(there, moved)[0] == 401


def test_a_place_asks_under_its_own_agreements_alone(street, there):
    with acting(PLATFORM):
        links.add_peer("520102", "观山湖", "http://b.example", regions=(), actor=PLATFORM, at=now())
        other = Remote(code="520102")
        links.add_key(
            "520102",
            other.key.key.jwk(),
            since=now() - timedelta(days=1),
            actor=PLATFORM,
            at=now(),
        )
    assert code(there, request(other, lives_in(RESIDENT))) == (422, "answer_agreement_unknown")


def test_a_suspended_link_asks_nothing(street, there):
    with acting(PLATFORM):
        links.suspend_peer(THERE, suspended=True, actor=PLATFORM, at=now())
    assert code(there, request(there, lives_in(RESIDENT))) == (403, "peer_suspended")


def test_another_purpose_and_an_ended_agreement_are_refused_and_counted(street, there):
    assert code(there, request(there, lives_in(RESIDENT), purpose="care")) == (
        422,
        "answer_purpose",
    )
    AnswerAgreement.objects.update(state="ended")
    assert code(there, request(there, lives_in(RESIDENT))) == (422, "answer_agreement_ended")
    today = local_date(now())
    with acting(PLATFORM):
        found = {(u.asker, u.outcome, u.count) for u in answers.uses(today, today)}
    assert found == {
        (THERE_NAME, "answer_purpose", 1),
        (THERE_NAME, "answer_agreement_ended", 1),
    }


BODIES = {
    "not JSON": b"{",
    "a member twice": b'{"agreement":"a","agreement":"b","purpose":"service","questions":[]}',
    "no questions": b'{"agreement":"a","purpose":"service","questions":[]}',
    "something else": b'{"agreement":"a","purpose":"service","questions":[],"more":1}',
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_none_is_refused_with_a_signed_answer(street, there, what):
    bare = HttpMessage(BODIES[what], {"content-type": "application/json"}, "POST", URL)
    fields = signing.signed(bare, there.key, at=now(), nonce=secrets.token_urlsafe(16))
    sent = replace(bare, headers={**bare.headers, **fields})
    assert code(there, sent) == (422, "request_invalid")


def test_the_log_of_requests_holds_who_asked_and_no_person(street, there):
    values(there, lives_in(RESIDENT))
    with acting(PLATFORM):
        ((content,),) = rows("SELECT content FROM exchange_log")
    assert json.loads(content)["messages"] == [["1 answers", "", "answers"]]
    assert RESIDENT.doc_number not in content
