"""What clinic and school look at before it goes, and that their silence holds nobody up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.exchange.api import transfers
from anju.domains.exchange.api.transfers import TransferState, Wanted
from anju.domains.health.api.doses import Source
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound, Refused
from tests.domains.casework.enrolment import schooling
from tests.domains.health.clinic import town
from tests.factories.exchange import THERE, carry, linked
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE, HERE, Street
from tests.factories.transfers import LATER, asked, lists, parent, seen, steps

S = TransferState


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture(scope="module")
def clinic(once, street):
    return once(town.Clinics.built)


@pytest.fixture
def there(street, clinic):
    return linked()


@pytest.fixture
def child(street, clinic, there):
    """A child's record with a dose, whose guardian has an account that is linked with the resident's record."""
    number = somebody("周小满", 879, born=clinic.ago(700)).doc_number
    guardian = town.NewGuardian("mother", "王芳", "", "13900008801", person_id=street.resident)
    new = town.born(700, clinic, number=number, sex="1", guardians=(guardian,))
    return town.opened(new, clinic.here, town.nurse(), clinic)


def wanted(child):
    return Wanted("vaccination", f"child:{child}", THERE)


def test_a_record_of_doses_that_the_clinic_knows_goes_without_a_check(street, clinic, there, child):
    actor, at = parent(street.resident), clinic.at
    town.recorded(child, "MMR", clinic.ago(400), clinic)
    number = asked(wanted(child), actor, at)
    assert seen(number, actor, at).check == ""
    transfers.proceed(at=at + LATER)
    carry(there, at=at + LATER)
    (message,) = there.sent_to("record_transfer")
    assert [d["day"] for d in message["body"]["doses"]] == [clinic.ago(400).isoformat()]
    assert "checked" not in message["body"]


def test_what_the_family_alone_said_is_looked_at_by_the_child_s_clinic(
    street, clinic, there, child
):
    actor, at, nurse = parent(street.resident), clinic.at, town.nurse()
    town.recorded(child, "MMR", clinic.ago(400), clinic, Source.REPORTED)
    number = asked(wanted(child), actor, at)
    transfers.proceed(at=at + LATER)
    assert seen(number, actor, at).state is S.REQUESTED
    assert lists(town.nurse(ELSEWHERE, 62), at, "checks") == []
    (line,) = lists(nurse, at, "checks")
    with acting(nurse):
        for _ in range(2):
            transfers.check(line.id, right=True, actor=nurse, at=at)
    transfers.proceed(at=at + LATER)
    carry(there, at=at + LATER)
    (message,) = there.sent_to("record_transfer")
    assert message["body"]["checked"]["by"] == "洞阳预防接种门诊"
    assert steps(number, actor, at) == ["requested", "checked", "sent"]


def test_what_is_to_be_put_right_first_comes_back_and_is_in_hand_meanwhile(
    street, clinic, there, child
):
    actor, at, nurse = parent(street.resident), clinic.at, town.nurse()
    town.recorded(child, "MMR", clinic.ago(400), clinic, Source.REPORTED)
    number = asked(wanted(child), actor, at)
    with acting(nurse):
        with pytest.raises(Refused, match="transfer_note"):
            transfers.check(number, right=False, actor=nurse, at=at)
        transfers.check(number, right=False, text="请带接种本来核对", actor=nurse, at=at)
    found = seen(number, actor, at)
    assert (found.state, found.note) == (S.RETURNED, "请带接种本来核对")
    with acting(actor):
        assert transfers.in_hand(number, actor=actor, at=at)
    transfers.proceed(at=at + LATER)
    assert there.taken == []


def test_a_clinic_that_does_not_look_holds_nobody_up(street, clinic, there, child):
    actor, at = parent(street.resident), clinic.at
    town.recorded(child, "MMR", clinic.ago(400), clinic, Source.REPORTED)
    number = asked(wanted(child), actor, at)
    transfers.proceed(at=at + timedelta(days=10))
    assert seen(number, actor, at).state is S.REQUESTED
    transfers.proceed(at=at + timedelta(days=11))
    assert steps(number, actor, at) == ["requested", "unchecked", "sent"]


def test_another_s_child_is_not_offered(street, clinic, there, child):
    town.recorded(child, "MMR", clinic.ago(400), clinic)
    stranger = parent(street.stranger, 9602)
    with acting(stranger):
        assert all(s.kind != "vaccination" for s in transfers.offered(stranger, at=clinic.at))
        with pytest.raises(NotFound, match="child_unknown"):
            transfers.preview(wanted(child), actor=stranger, at=clinic.at)


def test_a_school_record_is_looked_at_by_the_school(street, clinic, there):
    round_id = schooling.opened(street, [("A", 3, 5)])
    family = schooling.family_of(street, 3, clinic.ago(9 * 365))
    (number,) = schooling.applied(street, family, round_id, "A")
    schooling.published(street, round_id)
    days = schooling.results(street, round_id)
    from anju.domains.casework.api import enrolment

    schooling.did(enrolment.accept_place, number, family.actor, days)
    term = days + timedelta(days=90)
    (pupil,) = family.children
    with acting(family.actor):
        assert not [s for s in transfers.offered(family.actor, at=days) if s.kind == "school"]
    request = asked(Wanted("school", f"person:{pupil}", THERE), family.actor, term)
    clerk = schooling.school_clerk(HERE)
    (line,) = lists(clerk, term, "checks")
    assert line.body["schooling"][0]["grade"] == "三年级"
    assert lists(schooling.school_clerk(ELSEWHERE, 74), term, "checks") == []
    with acting(clerk):
        transfers.check(line.id, right=True, actor=clerk, at=term)
    transfers.proceed(at=term + LATER)
    carry(there, at=term + LATER)
    (message,) = there.sent_to("record_transfer")
    assert message["purpose"] == "schooling"
    assert message["body"]["checked"]["by"] == "A学校"
    assert seen(request, family.actor, term).state is S.SENT
