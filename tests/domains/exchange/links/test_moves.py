"""Moves between two places: what notices do here, what is told, and what counts when the other place is silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.exchange.api import links
from anju.domains.exchange.handlers import tell
from anju.domains.exchange.links.models import Message, Move
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from anju.foundation.events.api import Event
from tests.factories.exchange import carry, linked, person_of
from tests.factories.people import somebody
from tests.factories.register import CHILD, PLATFORM, RESIDENT, Street, moved_in


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


def notice(there, who, day, **more):
    body = {"person": person_of(who), "since": day.isoformat(), "division": "510823100"}
    return there.message("arrival_notice", body, **more)


def stay_of(person):
    with acting(PLATFORM):
        return register.stays_of([person])[-1]


def answered(there, kind="departure_notice"):
    return [m["body"] for m in there.sent_to(kind)]


def outcomes(there):
    return [b["outcome"] for b in answered(there)]


def message(sent):
    with acting(PLATFORM):
        return Message.objects.get(direction="in", message_id=sent["id"])


def told(street, person):
    tell(
        [
            Event(
                1,
                street.at,
                "register.applied",
                {"declarations": [0], "persons": [person], "kinds": ["arrive"]},
            )
        ]
    )


def move(person):
    with acting(PLATFORM):
        return Move.objects.filter(person_id=person).order_by("-id").first()


def under_way(person):
    with acting(PLATFORM):
        return links.moves_under_way([person]) == {person}


class TestAnArrivalNotice:
    def test_ends_the_stay_on_the_first_day_there_and_is_answered(self, street, there):
        day = street.today - timedelta(days=3)
        there.send(notice(there, RESIDENT, day))
        carry(there)
        assert stay_of(street.resident).until == day
        assert outcomes(there) == ["closed"]
        assert stay_of(street.resident).declared_by == "剑阁县"

    def test_counts_once_however_often_it_comes(self, street, there):
        sent = notice(there, RESIDENT, street.today)
        for _ in range(3):
            there.send(sent)
            carry(there)
        assert message(sent).result == "closed"
        assert outcomes(there) == ["closed"]

    def test_stands_in_the_access_log_with_its_purpose(self, street, there):
        there.send(notice(there, RESIDENT, street.today))
        carry(there)
        with acting(PLATFORM):
            log = register.access_log_of(street.resident, actor=PLATFORM)
        found = {(e.action, e.purpose, e.actor_label) for e in log}
        assert {
            ("exchange.received", "register", "剑阁县"),
            ("exchange.sent", "register", "剑阁县"),
        } <= found

    def test_of_somebody_unknown_is_answered_and_enters_nobody(self, street, there):
        sent = notice(there, somebody("安然", 901), street.today)
        there.send(sent)
        carry(there)
        assert outcomes(there) == ["nothing_on_file"]
        assert message(sent).person_id is None

    def test_of_somebody_who_left_before_is_answered(self, street, there):
        day = street.today - timedelta(days=2)
        there.send(notice(there, RESIDENT, day))
        there.send(notice(there, RESIDENT, street.today))
        carry(there)
        assert outcomes(there) == ["closed", "already_left"]

    @pytest.mark.parametrize(
        ("person", "day", "reason"),
        [
            ({**person_of(RESIDENT), "name": "单静文"}, 0, "name_differs"),
            (person_of(RESIDENT), 300, "later_facts"),
        ],
    )
    def test_that_contradicts_waits_for_a_person_and_says_so(
        self, street, there, person, day, reason
    ):
        body = {
            "person": person,
            "since": (street.today - timedelta(days=day)).isoformat(),
            "division": "510823",
        }
        sent = there.message("arrival_notice", body)
        there.send(sent)
        carry(there)
        assert message(sent).state == "set_aside"
        assert [b["reason"] for b in answered(there, "set_aside")] == [reason]
        assert stay_of(street.resident).until is None

    def test_of_before_the_birth_is_implausible(self, street, there):
        body = {
            "person": {**person_of(CHILD), "birth_date": "2017-09-03"},
            "since": "2017-01-01",
            "division": "510823",
        }
        there.send(there.message("arrival_notice", body))
        carry(there)
        assert [b["reason"] for b in answered(there, "implausible")] == ["before_birth"]

    def test_waits_for_what_its_subject_sent_before(self, street, there):
        first = notice(there, RESIDENT, street.today - timedelta(days=5), subject="s" * 22)
        second = there.message(
            "correction",
            {
                "class": "arrival_notice",
                "body": {**first["body"], "since": street.today.isoformat()},
            },
            reply_to=first["id"],
            subject="s" * 22,
        )
        assert there.send(second)[0]["errors"][0]["code"] == "reference_unknown"
        third = there.message("enquiry", subject="s" * 22, sequence=2)
        there.send(third)
        carry(there)
        assert message(third).state == "kept"
        there.send(first)
        carry(there)
        assert message(third).state == "applied"
        assert stay_of(street.resident).until == street.today - timedelta(days=5)


class TestTakingBack:
    def test_what_was_set_aside_is_withdrawn_by_a_withdrawal(self, street, there):
        sent = there.message(
            "arrival_notice",
            {
                "person": {**person_of(RESIDENT), "name": "单静文"},
                "since": street.today.isoformat(),
                "division": "510823",
            },
        )
        there.send(sent)
        carry(there)
        there.send(there.message("withdrawal", reply_to=sent["id"]))
        carry(there)
        assert message(sent).state == "withdrawn"

    def test_what_has_counted_is_for_a_person(self, street, there):
        sent = notice(there, RESIDENT, street.today)
        there.send(sent)
        carry(there)
        back = there.message("withdrawal", reply_to=sent["id"])
        there.send(back)
        carry(there)
        assert (message(back).state, message(back).result) == ("set_aside", "withdrawn_late")
        assert stay_of(street.resident).until == street.today

    def test_a_correction_counts_in_the_stead_of_what_was_set_aside(self, street, there):
        wrong = {
            "person": {**person_of(RESIDENT), "name": "单静文"},
            "since": street.today.isoformat(),
            "division": "510823",
        }
        sent = there.message("arrival_notice", wrong)
        there.send(sent)
        carry(there)
        right = {**wrong, "person": person_of(RESIDENT)}
        there.send(
            there.message(
                "correction", {"class": "arrival_notice", "body": right}, reply_to=sent["id"]
            )
        )
        carry(there)
        assert stay_of(street.resident).until == street.today
        assert message(sent).state == "withdrawn"


class TestTelling:
    def test_the_place_of_household_registration_is_told_once(self, street, there):
        told(street, street.resident)
        told(street, street.resident)
        carry(there)
        (sent,) = there.sent_to("arrival_notice")
        assert sent["body"]["person"]["doc_number"] == RESIDENT.doc_number
        assert sent["body"]["since"] == (street.today - timedelta(days=200)).isoformat()
        assert move(street.resident).state == "asked"

    def test_nobody_is_told_of_whoever_is_registered_elsewhere(self, street, there):
        told(street, street.stranger)
        carry(there)
        assert there.taken == []

    def test_until_the_answer_the_person_counts_there_and_from_it_on_here(self, street, there):
        told(street, street.resident)
        carry(there)
        (sent,) = there.sent_to("arrival_notice")
        assert under_way(street.resident)
        body = {**sent["body"], "outcome": "closed", "until": sent["body"]["since"]}
        body = {k: body[k] for k in ("person", "until", "outcome")}
        there.send(there.message("departure_notice", body, reply_to=sent["id"]))
        carry(there)
        assert not under_way(street.resident)
        assert move(street.resident).state == "confirmed"

    @pytest.mark.parametrize("kind", ["set_aside", "implausible", None])
    def test_the_other_place_cannot_block_a_move_by_doubts_or_by_silence(self, street, there, kind):
        told(street, street.resident)
        carry(there)
        (sent,) = there.sent_to("arrival_notice")
        if kind:
            there.send(there.message(kind, reply_to=sent["id"]))
            carry(there)
        assert stay_of(street.resident).until is None
        with acting(PLATFORM):
            assert links.close_terms(at=now() + timedelta(days=15)) == 0
            assert links.close_terms(at=now() + timedelta(days=16)) == 1
            assert links.close_terms(at=now() + timedelta(days=16)) == 0
        assert move(street.resident).state == "by_default"
        assert not under_way(street.resident)
        carry(there)
        assert [m["body"]["outcome"] for m in there.sent_to("default_outcome")] == ["move_stands"]

    def test_a_late_answer_still_belongs_to_its_move(self, street, there):
        told(street, street.resident)
        carry(there)
        (sent,) = there.sent_to("arrival_notice")
        with acting(PLATFORM):
            links.close_terms(at=now() + timedelta(days=16))
        body = {
            "person": sent["body"]["person"],
            "until": sent["body"]["since"],
            "outcome": "closed",
        }
        there.send(there.message("departure_notice", body, reply_to=sent["id"]))
        carry(there)
        assert move(street.resident).state == "confirmed"

    def test_who_left_for_there_and_returns_is_told_of_there(self, street, there):
        there.send(notice(there, RESIDENT, street.today - timedelta(days=4)))
        carry(there)
        moved_in(RESIDENT, street.rooms[2], street.today - timedelta(days=1))
        told(street, street.resident)
        carry(there)
        (sent,) = there.sent_to("arrival_notice")
        assert sent["body"]["since"] == (street.today - timedelta(days=1)).isoformat()

    def test_nothing_leaves_without_an_agreement(self, street):
        there = linked(regions=("510823",))
        with acting(PLATFORM):
            (one,) = links.agreements_of(links.peer("510823").id)
            links.end_agreement(one.id, actor=PLATFORM, at=now())
        told(street, street.resident)
        carry(there)
        assert there.taken == []
        assert move(street.resident) is None


def test_a_record_a_contact_and_a_need_wait_for_a_desk_of_their_own(street, there):
    for kind in ("record_transfer", "carer_contact", "left_behind_notice"):
        sent = there.message(kind)
        there.send(sent)
        carry(there)
        assert message(sent).state == "set_aside"
        with acting(PLATFORM), pytest.raises(Refused) as refused:
            links.decide(message(sent).pk, links.SEEN, note="", actor=PLATFORM, at=now())
        assert refused.value.code == "exchange_decision"


def test_the_office_answers_a_notice_that_was_set_aside(street, there):
    body = {
        "person": {**person_of(RESIDENT), "name": "单静文"},
        "since": street.today.isoformat(),
        "division": "510823",
    }
    sent = there.message("arrival_notice", body)
    there.send(sent)
    carry(there)
    with acting(PLATFORM):
        links.decide(message(sent).pk, "left", note="", actor=PLATFORM, at=now())
    carry(there)
    assert outcomes(there) == ["already_left"]
