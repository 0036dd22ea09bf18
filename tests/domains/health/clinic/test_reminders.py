"""Families are reminded once, in their language, without a name, and once more when late; nothing follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.health.api import children, doses
from anju.foundation.db.scope import acting
from anju.foundation.notices import api as notices
from tests.domains.health.clinic.town import (
    Clinics,
    born,
    mother,
    nurse,
    opened,
    parent,
    record,
    recorded,
)
from tests.factories.register import PLATFORM

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


def reminded(town) -> int:
    with acting(PLATFORM):
        return doses.remind(actor=PLATFORM, at=town.at)


def messages() -> list[str]:
    return [m.text for m in notices.recent(kind="health.reminder")]


def test_a_family_is_told_once_before_and_once_when_late(town):
    child = opened(born(25, town), town.here, nurse(), town)
    recorded(child, "HepB", town.ago(25), town)
    recorded(child, "BCG", town.ago(25), town)
    assert (reminded(town), reminded(town)) == (1, 0)
    (text,) = messages()
    assert "洞阳预防接种门诊" in text and "周小满" not in text and "乙肝" not in text
    later = replace(town, at=town.at + timedelta(days=45))
    assert (reminded(later), reminded(later)) == (1, 0)
    assert "随时可以补种" in messages()[0]


def test_the_language_is_that_of_the_account(town):
    child = opened(born(28, town, guardians=(mother(phone=""),)), town.here, nurse(), town)
    with acting(PLATFORM):
        user = access.public_user(phone="13900008899", at=town.at)
        access.set_language(user_id=user.id, language="en")
    me = parent(user.id)
    with acting(me):
        children.claim_booklet(record(child, town).booklet, town.ago(28), actor=me, at=town.at)
    assert reminded(town) == 1
    assert messages()[0].startswith("[Anju]")


def test_who_moved_away_hears_nothing(town):
    child = opened(born(25, town), town.here, nurse(), town)
    with acting(nurse()):
        children.move_away(child, actor=nurse(), at=town.at)
    assert reminded(town) == 0
