"""A person has something sent on: what they see first, what goes, taking it back, and what counts in silence."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.exchange.api import messages, transfers
from anju.domains.exchange.api.transfers import TransferState, Wanted
from anju.domains.exchange.links.models import Agreement
from anju.domains.exchange.transfers.models import Transfer
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.factories.exchange import HERE, THERE, THERE_NAME, agree, carry, linked
from tests.factories.register import PLATFORM, Street
from tests.factories.staff import public
from tests.factories.transfers import LATER, SAID, asked, carer_of, parent, seen, steps

S = TransferState


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


def child_of(street):
    return carer_of(f"person:{street.child}")


def sent(street, there, at):
    """The number of a request that has gone."""
    number = asked(child_of(street), parent(street.resident), at)
    transfers.proceed(at=at + LATER)
    carry(there, at=at + LATER)
    return number


def answers(there, body, at, kind="outcome_report", about="carer_contact"):
    message = there.sent_to(about)[-1]
    there.send(there.message(kind, body, purpose="care", reply_to=message["id"], at=at), at=at)
    carry(there, at=at)


def outcome(at, **more):
    return {"class": "carer_contact", "day": at.date().isoformat(), **more}


def test_a_person_sees_what_goes_to_whom_and_under_which_law_before_asking(street, there):
    actor = parent(street.resident)
    with acting(actor):
        refs = {(s.kind, s.ref) for s in transfers.offered(actor, at=street.at)}
        found = transfers.preview(child_of(street), actor=actor, at=street.at)
    assert {("carer", f"person:{street.resident}"), ("carer", f"person:{street.child}")} <= refs
    assert found.body["carer"] == {"name": "周德厚", "phone": "13900000001", "relation": "61"}
    assert found.body["request"]["by"] == "guardian"
    assert (found.place_name, found.linked, found.checked_by) == (THERE_NAME, True, "")
    assert "未成年人保护法" in found.law[0][0]
    assert not there.taken


def test_it_goes_once_the_person_has_had_time_to_think_and_each_step_is_seen(street, there):
    at, actor = now() - LATER, parent(street.resident)
    number = asked(child_of(street), actor, at, key="once")
    assert asked(child_of(street), actor, at, key="once") == number
    assert transfers.proceed(at=at) == 0
    assert seen(number, actor, at).state is S.REQUESTED
    transfers.proceed(at=at + LATER)
    assert seen(number, actor, at).received is None
    carry(there, at=at + LATER)
    found = seen(number, actor, at)
    assert (found.state, found.received) == (S.SENT, at + LATER)
    (message,) = there.sent_to("carer_contact")
    assert message["body"]["carer"]["name"] == SAID["carer_name"]
    assert messages.faults(message, messages.Occasion(THERE, HERE, at + LATER)) == []
    later = at + timedelta(days=2)
    answers(there, {"reason": "needs_office", "expected_by": "2026-12-09"}, later, "set_aside")
    answers(there, outcome(later, outcome="taken_in"), later)
    assert steps(number, actor, at) == ["requested", "sent", "set_aside", "taken_in"]


def test_it_is_taken_back_until_it_goes_and_nothing_of_it_stays(street, there):
    at, actor = now(), parent(street.resident)
    number = asked(child_of(street), actor, at)
    for _ in range(2):
        with acting(actor):
            transfers.withdraw(number, actor=actor, at=at)
    transfers.proceed(at=at + LATER)
    carry(there, at=at + LATER)
    assert there.sent_to("carer_contact") == []
    found = seen(number, actor, at)
    assert (found.state, found.body) == (S.WITHDRAWN, None)


def test_what_waits_to_be_sent_is_taken_back_and_leaves_its_place_in_the_order(street, there):
    at, actor = now(), parent(street.resident)
    number = asked(child_of(street), actor, at)
    transfers.proceed(at=at + LATER)
    with acting(actor):
        transfers.withdraw(number, actor=actor, at=at + LATER)
    carry(there, at=at + LATER)
    assert there.sent_to("carer_contact") == []
    (empty,) = there.sent_to("withdrawal")
    assert empty["reply_to"] == empty["id"]


def test_consent_ends_at_the_other_place_too(street, there):
    at, actor = now(), parent(street.resident)
    number = sent(street, there, at)
    answers(there, outcome(at + LATER, outcome="taken_in"), at + LATER)
    with acting(actor):
        transfers.withdraw(number, actor=actor, at=at + timedelta(days=3))
    carry(there, at=at + timedelta(days=3))
    (message,) = there.sent_to("withdrawal")
    assert message["reply_to"] == there.sent_to("carer_contact")[-1]["id"]
    assert seen(number, actor, at).body is None


def test_a_refusal_says_why_and_leaves_the_record_in_hand(street, there):
    at, actor = now(), parent(street.resident)
    number = sent(street, there, at)
    body = outcome(at + LATER, outcome="refused", reason="not_here", note="没有登记")
    answers(there, body, at + LATER)
    found = seen(number, actor, at)
    assert (found.state, found.reason, found.note) == (S.REFUSED, "not_here", "没有登记")
    with acting(actor):
        data = transfers.in_hand(number, actor=actor, at=at)
    handed = transfers.read(data)
    assert (handed.place, handed.name) == (HERE, "carer_contact")
    assert handed.body == found.body
    changed = json.loads(data)
    changed["body"]["carer"]["phone"] = "13900000002"
    with pytest.raises(Refused, match="hand_signature"):
        transfers.read(json.dumps(changed).encode())


def test_a_silent_place_blocks_nothing_and_a_late_answer_still_counts(street, there):
    at, actor = now(), parent(street.resident)
    number = sent(street, there, at)
    late = at + timedelta(days=17)
    transfers.proceed(at=late)
    transfers.proceed(at=late)
    carry(there, at=late)
    assert seen(number, actor, at).state is S.IN_HAND
    (default,) = there.sent_to("default_outcome")
    assert default["body"]["outcome"] == "in_hand"
    with acting(actor):
        assert transfers.in_hand(number, actor=actor, at=late)
    answers(there, outcome(late, outcome="taken_in"), late)
    assert steps(number, actor, at) == ["requested", "sent", "in_hand", "taken_in"]


def test_a_place_without_a_link_or_an_agreement_leaves_it_in_hand_at_once(street, there):
    at, actor = now(), parent(street.resident)
    wanted = carer_of(f"person:{street.child}", place="other")
    number = asked(Wanted(wanted.kind, wanted.ref, "other", " 毕节市 ", wanted.entered), actor, at)
    found = seen(number, actor, at)
    assert (found.state, found.place_name, found.reason) == (S.IN_HAND, "毕节市", "no_link")
    with acting(PLATFORM):
        Agreement.objects.update(own_classes=["enquiry"])
    with acting(PLATFORM):
        public("13900005511", person_id=street.resident)
    second = asked(child_of(street), actor, at)
    transfers.proceed(at=at + LATER)
    assert seen(second, actor, at).reason == "exchange_not_agreed"
    with acting(PLATFORM):
        (told,) = (m.text for m in notices.recent(to="13900005511"))
    assert "没有可用的协议" in told
    agree("B", at=at)


def test_nobody_sends_or_sees_what_is_not_theirs(street, there):
    at, actor = now(), parent(street.resident)
    number = asked(child_of(street), actor, at)
    stranger = parent(street.stranger, 9602)
    with acting(stranger):
        for call in (transfers.one, transfers.withdraw, transfers.send_now, transfers.in_hand):
            with pytest.raises(NotFound, match="transfer_unknown"):
                call(number, actor=stranger, at=at)
        assert transfers.transfers_of(stranger) == []
        assert not Transfer.objects.exists()
        with pytest.raises(NotFound, match="person_unknown"):
            transfers.request(child_of(street), key="x", actor=stranger, at=at)
    with acting(actor), pytest.raises(NotFound, match="peer_unknown"):
        transfers.preview(carer_of(f"person:{street.child}", "999990"), actor=actor, at=at)
    with acting(actor), pytest.raises(Refused, match="transfer_carer"):
        transfers.preview(carer_of(f"person:{street.child}", carer_phone="12"), actor=actor, at=at)


def test_content_goes_when_its_days_are_over(street, there):
    at, actor = now(), parent(street.resident)
    number = sent(street, there, at)
    answers(there, outcome(at + LATER, outcome="taken_in"), at + LATER)
    with acting(PLATFORM):
        assert transfers.forget_transfers(at=at + timedelta(days=300)) == 0
        assert transfers.forget_transfers(at=at + timedelta(days=400)) == 1
    assert seen(number, actor, at).body is None
    with acting(actor), pytest.raises(Conflict, match="transfer_moved_on"):
        transfers.send_now(number, actor=actor, at=at)


def test_the_same_content_asked_for_in_two_tabs_is_one_request(street, there):
    actor, at = parent(street.resident), now()
    first, again = (asked(child_of(street), actor, at) for _ in range(2))
    assert again == first
    assert asked(carer_of(f"person:{street.child}", carer_phone="13900000002"), actor, at) != first
    with acting(actor):
        transfers.withdraw(first, actor=actor, at=at)
    assert asked(child_of(street), actor, at) != first
