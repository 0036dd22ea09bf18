"""Sending: once, in order, again after failures, repaired where it was rejected, offered again after a restore."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from anju.domains.exchange.api import links, log_check, messages
from anju.domains.exchange.handlers import tell
from anju.domains.exchange.links.models import Message
from anju.domains.exchange.links.operations import queueing, restores
from anju.foundation.clock import now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, Refused
from anju.foundation.events.api import Event
from tests.factories.exchange import THERE, agree, carry, linked
from tests.factories.register import PLATFORM, Street


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    found = linked()
    tell(
        [
            Event(
                1,
                street.at,
                "register.applied",
                {"persons": [street.resident], "declarations": [0], "kinds": ["arrive"]},
            )
        ]
    )
    return found


def out():
    with acting(PLATFORM):
        return list(Message.objects.filter(direction="out").order_by("id"))


def states():
    return [m.state for m in out()]


def peer():
    with acting(PLATFORM):
        return links.peer(THERE)


def send(there, at=None):
    return links.send_due(peer().id, there.transport, at=at or now())


def test_a_message_is_sent_once_and_stays_receipted(there):
    assert send(there).messages == 1
    assert send(there).messages == 0
    assert states() == ["sent"]
    assert peer().seen_at is not None


def test_no_message_is_taken_by_two_senders_and_one_that_broke_off_is_taken_again(there):
    def again(*_):
        assert send(there).messages == 0
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        links.send_due(peer().id, again, at=now())
    assert send(there).messages == 0
    assert send(there, now() + timedelta(minutes=3)).messages == 1


@pytest.mark.parametrize(
    ("failure", "code"), [(TimeoutError(), "timed_out"), (ConnectionError(), "not_reached")]
)
def test_a_link_that_is_cut_is_tried_again_ever_later(there, failure, code):
    at = now()
    there.failure = failure
    assert send(there, at).failure == code
    assert peer().failure == code
    assert send(there, at).messages == 0
    assert send(there, at + timedelta(seconds=11)).failure == code
    assert peer().next_at == at + timedelta(seconds=31)
    there.failure = None
    assert send(there, at + timedelta(seconds=40)).failure == ""
    assert (peer().failure, peer().next_at, states()) == ("", None, ["sent"])


def test_an_answer_of_somebody_else_or_to_another_request_counts_for_nothing(there):
    there.key = HeldKey.make()
    assert send(there).failure == "answer_signature_key_unknown"
    assert states() == ["queued"]


def test_an_answer_that_was_kept_from_before_counts_for_nothing(there):
    first = there.transport(links.PATH, {"content-type": "application/json"}, b"[]")
    assert links.send_due(peer().id, lambda *_: first, at=now()).failure.startswith("answer_")
    assert states() == ["queued"]


def test_a_whole_request_that_is_refused_is_tried_again(there):
    there.status = 409
    assert send(there).failure == "nonce_used"
    assert states() == ["queued"]


def test_a_used_up_quota_waits_for_tomorrow(there):
    there.reject["arrival_notice"] = "agreement_quota"
    send(there)
    assert states() == ["queued"]
    assert out()[0].next_at is not None


def test_a_rejected_message_is_read_repaired_and_resent_in_its_place(there):
    there.reject["arrival_notice"] = "body_invalid"
    send(there)
    assert states() == ["rejected"]
    number = out()[0].pk
    with acting(PLATFORM):
        found, total = links.wanting(peer().id, limit=10)
        assert (total, found[0].errors[0]["code"]) == (1, "body_invalid")
        content = dict(links.read_message(number, actor=PLATFORM, at=now()).content)
        with pytest.raises(Refused, match="message_fixed"):
            links.resend(number, {**content, "sequence": 9}, actor=PLATFORM, at=now())
        with pytest.raises(Refused, match="message_unsound"):
            links.resend(number, {**content, "body": {}}, actor=PLATFORM, at=now())
        body = {**content["body"], "reason": "01"}
        links.resend(number, {**content, "body": body}, actor=PLATFORM, at=now())
        with pytest.raises(Conflict, match="message_not_waiting"):
            links.resend(number, content, actor=PLATFORM, at=now())
    there.reject.clear()
    send(there)
    assert there.taken[0]["body"]["reason"] == "01"
    assert there.taken[0]["sequence"] == 1


def test_a_message_that_is_given_up_leaves_its_place_to_a_withdrawal_of_itself(there):
    there.reject["arrival_notice"] = "agreement_class"
    send(there)
    with acting(PLATFORM):
        links.empty_place(out()[0].pk, actor=PLATFORM, at=now())
    send(there)
    (sent,) = there.taken
    assert (sent["class"], sent["reply_to"]) == ("withdrawal", sent["id"])


def test_a_place_that_was_restored_is_offered_again_what_it_had_received(there, street):
    carry(there)
    there.epoch = 20261130095500
    there.send(there.message("enquiry"))
    assert states() == ["queued"]
    carry(there)
    assert len(there.sent_to("arrival_notice")) == 2
    assert {m["id"] for m in there.sent_to("arrival_notice")} == {str(out()[0].message_id)}


@pytest.fixture
def restored(monkeypatch):
    """This register was restored: it gives its messages the number of that."""
    number = 20261130101500
    found = SimpleNamespace(number=number)
    monkeypatch.setattr(queueing, "epoch", lambda: found)
    monkeypatch.setattr(restores, "epoch", lambda: found)
    return number


def test_a_place_that_was_restored_says_so_once_although_it_has_nothing_else_to_say(
    there, restored
):
    there.taken.clear()
    assert links.tell_restore(at=now()) == 1
    assert links.tell_restore(at=now()) == 0
    carry(there)
    (told,) = there.sent_to("withdrawal")
    assert (told["reply_to"], told["epoch"], told["sequence"]) == (told["id"], restored, 1)
    assert messages.faults(told, messages.Occasion(THERE, told["from"], now())) == []


def test_a_place_that_was_never_restored_says_nothing_of_it(there):
    assert links.tell_restore(at=now()) == 0


def test_a_place_that_may_withdraw_nothing_tells_of_its_restore_with_its_next_message(
    there, restored
):
    with acting(PLATFORM):
        for found in links.agreements_of(peer().id):
            links.end_agreement(found.id, actor=PLATFORM, at=now())
    agree("NARROW", own_classes=("arrival_notice",))
    assert links.tell_restore(at=now()) == 0


def test_every_request_stands_in_a_log_that_anybody_can_check(there):
    carry(there)
    there.send(there.message("enquiry"))
    with acting(PLATFORM):
        assert links.chain() == 0  # entries of this very transaction are chained once it has ended
    entries = chained_here()
    keys = {there.key.key.kid: there.key.key}
    assert log_check.checked(entries, keys).entries == 2
    for problem, wrong in {
        "log_gap": entries[1:],
        "log_unlinked": [entries[0], {**entries[1], "previous": "0"}],
        "log_altered": [{**entries[0], "content": entries[0]["content"] + " "}],
    }.items():
        assert log_check.checked(wrong, keys).problem == problem
    assert log_check.checked(entries, {}).problem == "log_key_unknown"
    content = json.loads(entries[0]["content"])
    forged = json.dumps({**content, "signature": content["base"]})
    from anju.domains.exchange.links.operations.log import chained

    one = {"number": 1, "previous": "", "content": forged, "hash": chained("", forged)}
    assert log_check.checked([one], keys).problem == "log_signature"


def chained_here():
    """As `chain` links them, of entries whose transaction never ends."""
    from anju.domains.exchange.links.models import LogEntry
    from anju.domains.exchange.links.operations.log import chained

    found, previous = [], ""
    with acting(PLATFORM):
        for number, content in enumerate(
            LogEntry.objects.order_by("id").values_list("content", flat=True), 1
        ):
            own = chained(previous, content)
            found.append({"number": number, "previous": previous, "hash": own, "content": content})
            previous = own
    return found
