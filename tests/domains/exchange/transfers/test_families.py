"""Children and elderly people who stayed behind: only what the family agreed to goes, a person helps, nothing stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.exchange.api import transfers
from anju.domains.exchange.api.transfers import TransferState, Wanted
from anju.domains.exchange.links.models import Message
from anju.domains.exchange.links.queries.messages import contents
from anju.domains.exchange.transfers.models import Transfer
from anju.domains.people import api as people
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound, Refused
from tests.factories.exchange import THERE, carry, linked
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE, HERE, PLATFORM, STREET, Street
from tests.factories.transfers import LATER, asked, lists, officer, parent, seen, steps

S = TransferState
FATHER = somebody("周德厚", 881, born=date(1950, 9, 12))
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}
PRESENT = {
    "agreed": "yes",
    "family_name": FATHER.name,
    "family_number": FATHER.doc_number,
    "division": "510823100001",
    "needs": "care,contact",
}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


def wanted(**changed):
    return Wanted("left_behind", "family", THERE, entered={**PRESENT, **changed})


def came(there, **changed):
    """A notice of the other place about somebody in this street."""
    body = {
        "person": {"name": FATHER.name, "doc_type": "111", "doc_number": FATHER.doc_number},
        "group": "elderly",
        "division": HERE,
        "needs": ["care"],
        "request": {"by": "self", "day": local_date(now()).isoformat()},
        **changed,
    }
    message = there.message("left_behind_notice", body)
    there.send(message)
    carry(there)
    return message


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"agreed": ""}, "transfer_consent"),
        ({"family_number": "1"}, "transfer_family"),
        (
            {"family_number": somebody("甲", 882, born=date(1990, 1, 1)).doc_number},
            "transfer_group",
        ),
        ({"needs": ""}, "transfer_needs"),
        ({"division": HERE}, "transfer_division"),
    ],
)
def test_nothing_goes_without_consent_or_beside_what_was_agreed(street, there, changed, code):
    actor = parent(street.resident)
    with acting(actor), pytest.raises(Refused, match=code):
        transfers.preview(wanted(**changed), actor=actor, at=street.at)


def test_what_the_family_agreed_to_goes_and_no_record_here_is_marked(street, there):
    at, actor = now() - LATER, parent(street.resident)
    number = asked(wanted(), actor, at)
    transfers.proceed(at=at + LATER)
    carry(there)
    (message,) = there.sent_to("left_behind_notice")
    assert message["body"]["needs"] == ["care", "contact"]
    assert (message["body"]["group"], message["body"]["request"]["by"]) == ("elderly", "self")
    with acting(PLATFORM):
        row = Transfer.objects.get(pk=number)
        assert row.person_id is None
        assert not people.search(FATHER.doc_number, regions=[""]).found
    body = {
        "class": "left_behind_notice",
        "outcome": "helped",
        "day": "2026-11-30",
        "note": "每周上门",
    }
    there.send(there.message("outcome_report", body, purpose="care", reply_to=message["id"]))
    carry(there)
    found = seen(number, actor, at)
    assert (found.state, found.note) == (S.HELPED, "每周上门")
    assert steps(number, actor, at) == ["requested", "sent", "helped"]
    assert found.steps[0].note == "consent"


def test_digits_typed_in_full_width_go_out_as_digits(street, there):
    typed = {
        "family_number": FATHER.doc_number.translate(WIDE),
        "division": "510823100001".translate(WIDE),
        "carer_name": "周小川",
        "carer_phone": "13900000001".translate(WIDE),
    }
    actor = parent(street.resident)
    with acting(actor):
        body = transfers.preview(wanted(**typed), actor=actor, at=street.at).body
    assert body["person"]["doc_number"] == FATHER.doc_number
    assert (body["division"], body["carer"]["phone"]) == ("510823100001", "13900000001")


def test_the_street_where_they_live_has_a_task_with_a_term_and_answers_once(street, there):
    message = came(there)
    there.send(message)
    carry(there)
    clerk = officer(STREET)
    (found,) = lists(clerk, street.at)
    assert (found.state, found.reason, found.person_id) == (S.WAITING, "family_needs", None)
    assert lists(officer(ELSEWHERE, 9703), street.at) == []
    with acting(clerk):
        with pytest.raises(Refused, match="transfer_help"):
            transfers.take_in(found.id, actor=clerk, at=street.at)
        with pytest.raises(Refused, match="transfer_note"):
            transfers.help_given(found.id, wanted=True, text="", actor=clerk, at=street.at)
        for _ in range(2):
            transfers.help_given(found.id, wanted=True, text="送餐", actor=clerk, at=street.at)
        with pytest.raises(Conflict, match="transfer_moved_on"):
            transfers.refuse(found.id, "not_here", "", actor=clerk, at=street.at)
    other = officer(ELSEWHERE, 9703)
    with acting(other), pytest.raises(NotFound, match="transfer_unknown"):
        transfers.help_given(found.id, wanted=False, text="", actor=other, at=street.at)
    carry(there)
    (report,) = there.sent_to("outcome_report")
    assert (report["body"]["outcome"], report["body"]["note"]) == ("helped", "送餐")


def test_somebody_on_file_is_not_marked_by_it(street, there):
    from tests.factories.register import RESIDENT

    came(
        there,
        person={"name": RESIDENT.name, "doc_type": "111", "doc_number": RESIDENT.doc_number},
    )
    (found,) = lists(officer(STREET), street.at)
    assert found.person_id is None
    with acting(PLATFORM):
        assert Message.objects.get(kind="left_behind_notice").person_id is None


def test_withdrawing_erases_it_whatever_was_done(street, there):
    message = came(there)
    clerk = officer(STREET)
    (found,) = lists(clerk, street.at)
    with acting(clerk):
        transfers.help_given(found.id, wanted=True, text="送餐", actor=clerk, at=street.at)
    taken_back = {"reason": "at_request"}
    there.send(
        there.message(
            "withdrawal",
            taken_back,
            purpose="care",
            reply_to=message["id"],
            subject=message["subject"],
        )
    )
    carry(there)
    (gone,) = lists(clerk, street.at, "over")
    assert (gone.id, gone.body, gone.note) == (found.id, None, "")
    with acting(PLATFORM):
        kept = Message.objects.get(kind="left_behind_notice")
        assert contents([kept])[0]["body"] == {}


def test_a_silent_office_leaves_the_family_with_a_signed_notice(street, there):
    at, actor = now() - LATER, parent(street.resident)
    number = asked(wanted(), actor, at)
    transfers.proceed(at=at + LATER)
    transfers.proceed(at=at + timedelta(days=12))
    assert seen(number, actor, at).state is S.IN_HAND
    with acting(actor):
        assert (
            transfers.read(transfers.in_hand(number, actor=actor, at=at)).name
            == "left_behind_notice"
        )
