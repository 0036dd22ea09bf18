"""The demo's health plans: women and children, entered once."""

from __future__ import annotations

import pytest

from anju.demo.load import booklets, care_plans
from anju.demo.load.base_data import actor_of
from anju.domains.health.api import clinics, plans
from anju.foundation.clock import now
from anju.foundation.db.scope import acting

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_plans_of_women_and_children_are_entered_once(town):
    at = now()
    booklets.enter(town.ground, at=at)
    assert care_plans.enter(town.ground, at=at) == care_plans.enter(town.ground, at=at) == 6
    midwife = actor_of(town.ground.staff["midwife"], at=at, channel="web")
    with acting(midwife):
        (clinic,) = clinics.own_clinics(midwife, plans.CARE_GIVE)
        counts = plans.plan_queue(clinic.id, actor=midwife, at=at).counts
        assert counts["mothers"] == 4 and counts["children"] == 2
        assert counts["referred"] == 1 and counts["due"] >= 2
