"""Somebody says that a fault is none, until the facts change; it is undone; nobody decides outside their area."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.assessment import api as quality
from anju.domains.assessment.api import FaultOutcome, FaultsAsked
from anju.domains.places import api as places
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.faults import Town, open_faults, ran, read
from tests.factories.register import ELSEWHERE, HERE, PLATFORM, STREET, Street
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db


def entered():
    town = Town(Street.built())
    ran(town.street.at, full=True)
    return town


@pytest.fixture(scope="module")
def town(once):
    return once(entered)


@pytest.fixture
def office():
    return actor(staff("quality.office", ("street", STREET)))


@pytest.fixture
def other():
    return actor(staff("quality.other", ("street", ELSEWHERE[:9])))


def listed(town, office, rule, **more):
    with acting(office):
        return quality.faults(FaultsAsked(rule, "430181124", **more), actor=office, today=town.day)


def found_none(town, office, faults, *, key="k", reason="宿舍双层床，实际可住八人"):
    with acting(office):
        return quality.find_no_faults(
            [f.id for f in faults], reason=reason, key=key, actor=office, at=town.street.at
        )


def test_it_is_none_until_what_the_rule_saw_changes(town, office):
    (crowded,) = listed(town, office, "home_crowded")
    made = found_none(town, office, [crowded])
    assert found_none(town, office, [crowded]).id == made.id
    assert "home_crowded" not in open_faults()
    ran(town.street.at, full=True)
    assert "home_crowded" not in open_faults()
    with acting(PLATFORM):
        places.change_home(crowded.subject, {"capacity": 2}, actor=PLATFORM, at=town.street.at)
    result = ran(town.street.at, full=True)
    assert (result.found, open_faults()["home_crowded"]) == (1, {crowded.subject})
    assert listed(town, office, "home_crowded", state="not_fault") == []


def test_what_may_change_freely_does_not_bring_it_back(town, office):
    sharing = listed(town, office, "phone_shared")
    found_none(town, office, sharing, reason="带班人的号码，本人没有手机")
    with acting(PLATFORM):
        quality.note_changed(persons=[sharing[0].person_id])
    read("UPDATE assessment_quality_fault SET facts = facts || '{\"people\": 9}' RETURNING id")
    ran(town.street.at)
    assert "phone_shared" not in open_faults()
    assert len(listed(town, office, "phone_shared", state="not_fault")) == len(sharing)


def test_undone_it_is_a_fault_again_in_its_old_term(town, office):
    (crowded,) = listed(town, office, "home_crowded")
    made = found_none(town, office, [crowded])
    for _again in range(2):
        with acting(office):
            assert quality.undo_decision(made.id, actor=office, at=town.street.at).undone_at
    (back,) = listed(town, office, "home_crowded")
    assert (back.id, back.due, back.outcome) == (crowded.id, crowded.due, FaultOutcome.OPEN)


def test_it_needs_words_without_an_identity_number(town, office):
    faults = listed(town, office, "home_crowded")
    for reason, code in (
        ("  ", "quality_reason_missing"),
        ("长" * 201, "quality_reason_long"),
        ("身份证 430181199003079987", "identity_number_in_text"),
    ):
        with pytest.raises(Refused, match=code):
            found_none(town, office, faults, reason=reason)
    with pytest.raises(Refused, match="quality_none_chosen"):
        found_none(town, office, [])


def test_what_is_decided_or_mended_already_is_not_decided_again(town, office):
    faults = listed(town, office, "home_crowded")
    found_none(town, office, faults)
    with pytest.raises(Conflict, match="quality_fault_closed"):
        found_none(town, office, faults, key="another")


def test_another_street_neither_sees_nor_decides(town, office, other):
    faults = listed(town, office, "home_crowded")
    made = found_none(town, office, faults)
    with pytest.raises(NotFound, match="quality_fault_unknown"):
        found_none(town, other, faults, key="x")
    with acting(other):
        with pytest.raises(NotAllowed):
            quality.faults(FaultsAsked("home_crowded", HERE), actor=other, today=town.day)
        with pytest.raises(NotFound, match="quality_decision_unknown"):
            quality.undo_decision(made.id, actor=other, at=town.street.at)
        assert quality.faults_by_id([f.id for f in faults], actor=other) == []


@pytest.mark.parametrize("role", ["grid", "leader"])
def test_who_does_not_mend_records_sees_no_list(town, role):
    reader = actor(staff(f"quality.{role}", (role, STREET)))
    with acting(reader), pytest.raises(NotAllowed):
        quality.faults(FaultsAsked("home_crowded", HERE), actor=reader, today=town.day)


def test_a_list_is_by_source_and_what_is_past_its_term(town, office):
    sharing = listed(town, office, "phone_shared")
    assert len(listed(town, office, "phone_shared", source="counter")) == len(sharing)
    assert listed(town, office, "phone_shared", source="landlord") == []
    assert listed(town, office, "phone_shared", state="late") == []
    later = local_date(town.street.at) + timedelta(days=61)
    asked = FaultsAsked("phone_shared", "430181124", state="late")
    with acting(office):
        assert quality.count_faults(asked, actor=office, today=later) == len(sharing)
