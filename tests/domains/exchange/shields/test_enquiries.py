"""Questions about shielded persons for one case: on paper, entered by one, answered by another, read by the person."""

from __future__ import annotations

import pytest

from anju.domains.exchange.api import shields
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.register import ELSEWHERE, PLATFORM, RESIDENT, Street
from tests.factories.shields import disclosed, entered, keeper, shielded

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def seen(number, actor):
    with acting(actor):
        return shields.shield_enquiry(number, actor=actor, at=now())


def test_what_was_asked_for_is_disclosed_by_a_second_person_and_stands_in_the_access_log(street):
    shielded(street.resident)
    one, two = keeper(9901), keeper(9902)
    number = entered(street.resident, one)
    assert entered(street.resident, one) == number
    with acting(one), pytest.raises(NotAllowed, match="approver_same_person"):
        shields.answer_enquiry(number, actor=one, at=now())
    assert seen(number, one).content == {}
    with acting(two):
        shields.answer_enquiry(number, actor=two, at=now())
        with pytest.raises(Conflict, match="shield_enquiry_done"):
            shields.answer_enquiry(number, actor=two, at=now())
    found = seen(number, two)
    assert set(found.content) == {"address", "since"}
    assert found.content["address"]
    with acting(PLATFORM):
        actions = {e.action for e in audit.reads_of(street.resident)}
    assert "exchange.shield_disclosed" in actions


def test_nothing_is_disclosed_without_a_paper_or_about_somebody_who_is_not_shielded(street):
    one = keeper(9901)
    with pytest.raises(Refused, match="shield_none"):
        entered(street.worker, one)
    shielded(street.resident)
    for changed in (
        {"asker": " "},
        {"reference": ""},
        {"basis": "curiosity"},
        {"asked": ["income"]},
    ):
        with pytest.raises(Refused, match="shield_enquiry_incomplete"):
            entered(street.resident, one, **changed)
    with pytest.raises(Refused, match="identity_number_in_text"):
        entered(street.resident, one, reference=RESIDENT.doc_number)


def test_it_is_declined_with_a_reason(street):
    shielded(street.resident)
    number, two = entered(street.resident), keeper(9902)
    with acting(two):
        with pytest.raises(Refused, match="shield_note"):
            shields.decline_enquiry(number, " ", actor=two, at=now())
        shields.decline_enquiry(number, "公函没有盖章", actor=two, at=now())
    found = seen(number, two)
    assert (found.state, found.note, found.content) == ("declined", "公函没有盖章", {})


def test_another_street_and_who_may_not_see_access_logs_see_none_of_it(street):
    number = disclosed(street.resident)
    other = keeper(9903, ELSEWHERE)
    with acting(other):
        assert shields.shield_enquiries(actor=other, at=now()) == []
        with pytest.raises(NotFound, match="shield_enquiry_unknown"):
            shields.shield_enquiry(number, actor=other, at=now())
        with pytest.raises(NotFound, match="person_unknown"):
            entered(street.resident, other, key="z")
