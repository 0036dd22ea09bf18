"""Webhooks: an address agrees first, notified in order by signed CloudEvents, tried again, paused, notified again."""

from __future__ import annotations

import json
import ssl
from datetime import timedelta

import jsonschema_rs
import pytest

from anju.domains.exchange.api import changes, links, signing
from anju.domains.exchange.api.log_check import checked
from anju.domains.exchange.api.signing import HttpMessage
from anju.domains.exchange.changes.data.changes import ChangeKind, Noted
from anju.domains.exchange.changes.operations.noting import note
from anju.domains.exchange.models import ChangeAgreement, Webhook, WebhookAttempt
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.interfaces.jobs.guarded_http import GuardedHttp
from tests.factories.changes import BASE, agreed, receiving
from tests.factories.exchange import linked
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street

HOME = changes.networks_of("127.0.0.0/8")


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        linked()
        yield Street.built()


@pytest.fixture(autouse=True)
def _own(street, django_db_blocker):
    with django_db_blocker.unblock():
        yield
        ChangeAgreement.objects.update(state="ended")


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


_turn = iter(range(10_000))


def subscribed(url: str, **more) -> int:
    return agreed(f"HOOK-{next(_turn)}", url=url, **more)


def happens(*persons: int, region: str = HERE) -> None:
    for person in persons:
        with acting(PLATFORM):
            note([Noted(ChangeKind.MOVED_IN, person, region, local_date(now()))], at=now())


def run(agreement: int, *, at=None, turns: int = 20, networks=HOME) -> list[str]:
    """Tell as the job does; why each turn failed, "" for one that did not."""
    hook = Webhook.objects.get(agreement_id=agreement)
    out = []
    with GuardedHttp(networks, timeout=2) as transport:
        for _ in range(turns):
            told = changes.tell_next(hook.pk, transport, base=BASE, at=at or now())
            out.append(told.failure)
            if not told.sent and not (told.failure == "" and len(out) == 1):
                break
    return out


def hook_of(agreement: int):
    return changes.webhooks()[agreement]


def test_an_address_is_asked_whether_it_agrees_before_it_is_told_anything(street, receiver):
    made = subscribed(receiver.url)
    happens(street.resident)
    run(made, turns=1)
    assert receiver.events == []
    (asked,) = receiver.asked
    assert asked["webhook-request-origin"] == "localhost"
    assert hook_of(made).state == changes.HookState.ACTIVE
    run(made)
    assert len(receiver.events) == 1


@pytest.mark.parametrize(
    "allows", [{}, {"WebHook-Allowed-Origin": "else.example"}, {"Allow": "POST"}]
)
def test_an_address_that_does_not_agree_is_told_nothing(street, receiver, allows):
    receiver.allows = allows
    made = subscribed(receiver.url)
    happens(street.resident)
    assert run(made) == ["not_agreed"]
    assert receiver.requests == []


def test_events_come_in_order_signed_and_as_the_schema_says(street, receiver):
    made = subscribed(receiver.url)
    happens(street.resident, street.worker, street.resident)
    run(made)
    assert [int(e["sequence"]) for e in receiver.events] == [1, 2, 3]
    key = {k.kid: k for k in links.own_public_keys()}
    for headers, body in receiver.requests:
        assert headers["content-type"].startswith("application/cloudevents+json")
        assert headers["origin"] == "localhost"
        got = HttpMessage(body, headers, "POST", receiver.url)
        signing.verified(got, lambda kid, _: key.get(kid), at=now())
        jsonschema_rs.validate(changes.event_schema(), json.loads(body))
    with acting(PLATFORM):
        lines = [e for e in audit.reads_of(street.resident) if e.action == changes.ACTION]
    assert {(e.actor_label, e.channel) for e in lines} == {("教育局", "exchange")}
    assert {e["id"] for e in receiver.events} >= {e.request_id for e in lines[:2]}


def test_what_was_sent_stands_in_the_log_and_the_verifier_checks_it(street, receiver):
    made = subscribed(receiver.url)
    happens(street.resident)
    run(made)
    with acting(PLATFORM):
        links.chain()
        entries = list(links.entries())
    keys = {k.kid: k for k in [*links.own_public_keys(), *links.peer_public_keys()]}
    assert checked(entries, keys).problem == ""
    assert any(receiver.events[0]["id"] in e["content"] for e in entries)


def test_a_failure_is_tried_again_later_each_time_twice_as_long_and_the_others_wait(
    street, receiver
):
    made = subscribed(receiver.url)
    run(made, turns=1)
    receiver.fail = [500, 503]
    happens(street.resident, street.worker)
    at = now()
    assert run(made, at=at) == ["server_error"]
    assert hook_of(made).next_at - at == timedelta(seconds=10)
    assert set(run(made, at=at + timedelta(seconds=5))) == {""}
    assert len(receiver.requests) == 1
    assert run(made, at=at + timedelta(seconds=11)) == ["server_error"]
    assert hook_of(made).next_at - at == timedelta(seconds=11 + 20)
    run(made, at=at + timedelta(minutes=2))
    assert [int(e["sequence"]) for e in receiver.events] == [1, 2]
    ids = [json.loads(b)["id"] for _, b in receiver.requests]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    with acting(PLATFORM):
        lines = [e for e in audit.reads_of(street.resident) if e.request_id == ids[0]]
    assert len(lines) == 1


def test_a_receiver_says_when_to_come_again_and_how_often(street, receiver):
    receiver.allows["WebHook-Allowed-Rate"] = "120"
    made = subscribed(receiver.url)
    run(made, turns=1)
    assert hook_of(made).rate == 120
    happens(street.resident)
    at = now()
    assert run(made, at=at, turns=1) == [""]
    assert hook_of(made).next_at == at + timedelta(seconds=0.5)
    receiver.fail, receiver.more = [429], {"Retry-After": "90"}
    happens(street.worker)
    assert run(made, at=at + timedelta(seconds=1)) == ["too_many"]
    assert hook_of(made).next_at == at + timedelta(seconds=91)


def test_after_a_day_of_failures_it_pauses_and_goes_on_where_it_stopped(street, receiver):
    made = subscribed(receiver.url)
    run(made, turns=1)
    happens(street.resident)
    receiver.fail = [500] * 99
    at, tries = now(), 0
    while hook_of(made).state == changes.HookState.ACTIVE:
        run(made, at=at, turns=1)
        at, tries = (hook_of(made).next_at or at) + timedelta(seconds=1), tries + 1
    assert 25 < tries < 40
    assert hook_of(made).reason == "server_error"
    with acting(PLATFORM):
        assert Webhook.objects.get(agreement_id=made).pk not in changes.due_webhooks(at=at)
    receiver.fail = []
    with acting(PLATFORM):
        changes.resume_webhook(made, actor=PLATFORM, at=at)
    run(made, at=at)
    assert len(receiver.events) == 1
    assert len(receiver.asked) == 2


def test_a_receiver_that_is_gone_pauses_at_once(street, receiver):
    made = subscribed(receiver.url)
    run(made, turns=1)
    receiver.fail = [410]
    happens(street.resident)
    assert run(made) == ["gone"]
    assert (hook_of(made).state, hook_of(made).reason) == ("paused", "gone")


def test_a_redirect_is_not_followed(street, receiver):
    made = subscribed(receiver.url)
    run(made, turns=1)
    receiver.fail, receiver.more = [302], {"Location": receiver.url}
    happens(street.resident)
    assert run(made) == ["redirected"]
    assert len(receiver.requests) == 1


def test_an_event_in_the_way_is_passed_over_by_a_person_and_stays_on_the_list(street, receiver):
    made = subscribed(receiver.url)
    run(made, turns=1)
    receiver.fail = [422]
    happens(street.resident, street.worker)
    run(made)
    refused = json.loads(receiver.requests[0][1])["id"]
    with acting(PLATFORM):
        with pytest.raises(Conflict, match="webhook_event_gone"):
            changes.skip_event(made, "0" * 32, base=BASE, actor=PLATFORM, at=now())
        changes.skip_event(made, refused, base=BASE, actor=PLATFORM, at=now())
    run(made)
    assert [int(e["sequence"]) for e in receiver.events] == [2]
    assert {(a.event, a.outcome) for a in changes.attempts(made)} >= {(refused, "skipped")}


def test_everything_since_a_moment_is_told_again_under_the_same_ids(street, receiver):
    begun = now()
    made = subscribed(receiver.url)
    happens(street.resident, street.worker)
    run(made)
    with acting(PLATFORM):
        changes.replay_changes(made, since=begun, actor=PLATFORM, at=now())
    run(made)
    ids = [e["id"] for e in receiver.events]
    assert len(ids) == 4 and ids[:2] == ids[2:]
    assert [int(e["sequence"]) for e in receiver.events] == [1, 2, 3, 4]


def test_what_happens_while_it_pauses_waits_and_an_ended_agreement_tells_nothing(street, receiver):
    made = subscribed(receiver.url)
    run(made, turns=1)
    with acting(PLATFORM):
        changes.pause_webhook(made, actor=PLATFORM, at=now())
    happens(street.resident)
    run(made)
    assert receiver.events == []
    with acting(PLATFORM):
        (terms,) = changes.change_agreements(at=now(), only=made)
        assert terms.waiting == 1
        changes.end_changes(made, actor=PLATFORM, at=now())
        changes.resume_webhook(made, actor=PLATFORM, at=now())
    run(made)
    assert receiver.events == []


def test_the_quota_of_the_day_holds_for_webhooks_too(street, receiver):
    made = subscribed(receiver.url, per_day=1)
    happens(street.resident, street.worker)
    run(made)
    assert len(receiver.events) == 1
    tomorrow = now() + timedelta(days=1)
    run(made, at=tomorrow)
    assert len(receiver.events) == 2


def test_the_secret_of_the_receiver_goes_along_and_is_not_readable_in_the_table(street, receiver):
    made = subscribed(receiver.url)
    with acting(PLATFORM):
        changes.set_bearer(made, "s3cret-of-the-school", actor=PLATFORM, at=now())
        with pytest.raises(Refused, match="webhook_bearer"):
            changes.set_bearer(made, "two\r\nlines", actor=PLATFORM, at=now())
    happens(street.resident)
    run(made)
    assert receiver.asked[0]["authorization"] == "Bearer s3cret-of-the-school"
    assert receiver.requests[0][0]["authorization"] == "Bearer s3cret-of-the-school"
    assert b"s3cret" not in bytes(Webhook.objects.get(agreement_id=made).bearer_cipher)


def test_another_address_needs_a_second_person_and_agrees_itself(street, receiver):
    made = subscribed(receiver.url)
    run(made, turns=1)
    with receiving() as other:
        one, two = (
            Actor(
                kind="staff",
                user_id=n,
                grants=(Grant("district", frozenset({changes.MANAGE}), "430181"),),
            )
            for n in (1, 2)
        )
        with acting(PLATFORM):
            changes.move_webhook(made, other.url, actor=one, at=now())
            with pytest.raises(NotAllowed, match="approver_same_person"):
                changes.confirm_move(made, actor=one, at=now())
            assert hook_of(made).url == receiver.url
            changes.confirm_move(made, actor=two, at=now())
        happens(street.resident)
        run(made)
        assert len(other.asked) == 1 and len(other.events) == 1
    assert receiver.events == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://localhost/",
        "https://0177.0.0.1/",
        "https://2130706433/",
        "http://1.1.1.1/",
    ],
)
def test_nothing_is_sent_inside_or_without_tls_unless_configured(street, url):
    made = subscribed(url)
    happens(street.resident)
    (failure,) = run(made, networks=())
    assert failure in ("address_refused", "not_reached")
    if failure == "address_refused":
        assert (hook_of(made).state, hook_of(made).reason) == ("paused", "address_refused")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "https://user:secret@a.example/",
        "https:///nowhere",
        "https://a.example/#part",
        "https://a.example/ x",
        "https://a.example/\r\nX: 1",
        "https://a.example:99999/",
        "gopher://a.example",
        "https://例子.example/",
        "https://a.example/" + "x" * 400,
    ],
)
def test_what_is_no_address_of_a_webhook_is_refused(street, url):
    with pytest.raises(Refused, match="webhook_address"):
        subscribed(url)


def test_a_name_with_one_private_address_among_public_ones_is_refused(street, monkeypatch):
    import socket

    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with GuardedHttp() as transport, pytest.raises(PermissionError):
        transport("POST", "https://mixed.example/", {}, b"{}")


def test_the_connection_goes_to_the_address_that_was_checked(street, monkeypatch):
    import socket

    asked, gone = [], []

    def changing(*_args, **_more):
        asked.append(1)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(2, 1, 6, "", (address, 443))]

    def connect(address, _timeout):
        gone.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    monkeypatch.setattr(socket, "create_connection", connect)
    with GuardedHttp() as transport, pytest.raises(ConnectionRefusedError):
        transport("POST", "https://rebound.example/", {}, b"{}")
    assert gone == [("93.184.216.34", 443)]
    assert len(asked) == 1


def test_a_receiver_without_tls_behind_a_tls_address_gets_nothing(street, receiver):
    made = subscribed(receiver.url.replace("http:", "https:"))
    happens(street.resident)
    assert run(made)[0] == "not_reached"
    assert receiver.requests == []


def test_a_certificate_of_nobody_known_is_refused(street):
    assert GuardedHttp()._context.verify_mode == ssl.CERT_REQUIRED
    assert GuardedHttp()._context.check_hostname


def test_attempts_name_nobody(street, receiver):
    made = subscribed(receiver.url)
    happens(street.resident)
    run(made)
    text = json.dumps(list(WebhookAttempt.objects.values("event", "kind", "failure")))
    assert RESIDENT.name not in text and RESIDENT.doc_number not in text
    assert {a.outcome for a in changes.attempts(made)} == {"verified", "sent"}
