"""Applicants hear how it goes, by messages that name nobody; proxies hear too; each fact once."""

from __future__ import annotations

import pytest

from anju.domains.permits.api import applications as permits
from anju.domains.permits.handlers import (
    TEXTS,
    notify_applicant,
    records_merged,
    records_unmerged,
)
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.events.api import Event
from anju.foundation.notices.api import recent
from tests.factories import applications as desk
from tests.factories import register as town
from tests.factories import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


def told(name, application_id, phone):
    with acting(town.PLATFORM):
        notify_applicant(Event(1, now(), name, {"application": application_id}))
        return [m.text for m in recent(to=phone, limit=5) if m.kind == name]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_message_reaches_the_person_and_names_nobody(street, name):
    staff.public(desk.SETTLED.phone, person_id=street.one)
    made = desk.applied(street.one, at=now(), photo=name != "permits.missing")
    (text,) = told(name, made, desk.SETTLED.phone)
    assert desk.SETTLED.name not in text
    assert desk.SETTLED.doc_number not in text
    assert "SQ430181" in text


def test_the_guardian_who_applied_hears_for_the_child(street):
    staff.public(town.RESIDENT.phone, person_id=street.street.resident)
    parent = desk.self_actor(street.street.resident)
    with acting(parent):
        made = permits.start(street.street.child, actor=parent, at=now())
    assert told("permits.lapsed", made, town.RESIDENT.phone)


def test_the_message_of_an_employers_entry_goes_to_the_persons_own_phone(street):
    staff.public(desk.SETTLED.phone, person_id=street.one)
    firm = desk.firm_actor(street.party)
    with acting(firm):
        (entered,) = permits.enter_staff(
            street.firm, [street.one], actor=firm, at=now(), link=lambda t: f"https://x/{t}"
        )
    assert entered.notified
    assert not entered.link
    with acting(town.PLATFORM):
        assert any("须您本人同意" in m.text for m in recent(to=desk.SETTLED.phone, limit=5))


def test_applications_follow_a_merge_and_go_back_with_it(street):
    mine, theirs = desk.applied(street.one, at=now()), desk.applied(street.two, at=now())
    with acting(town.PLATFORM):
        records_merged(
            Event(2, now(), "register.merged", {"kept": street.one, "other": street.two})
        )
        found = {line.id: line for line in permits.of_person([street.one])}
        assert found[mine].state == "deciding"
        assert found[theirs].state == "withdrawn"
        records_unmerged(
            Event(3, now(), "register.unmerged", {"kept": street.one, "other": street.two})
        )
        assert [line.id for line in permits.of_person([street.two])] == [theirs]
        assert [line.id for line in permits.of_person([street.one])] == [mine]
