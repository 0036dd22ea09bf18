"""The demo's round of enrolment: schools, and children who live there, entered once."""

from __future__ import annotations

import pytest

from anju.demo.load import schooling
from anju.demo.load.base_data import actor_of
from anju.domains.casework.api import enrolment
from anju.foundation.clock import now
from anju.foundation.db.scope import acting

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_a_round_with_schools_and_applications_is_entered_once(town):
    at = now()
    made = schooling.enter(town.plan, town.ground, at=at)
    assert made >= 2
    assert schooling.enter(town.plan, town.ground, at=at) == made
    office = actor_of(town.ground.staff["education"], at=at, channel="web")
    with acting(office):
        (held,) = enrolment.rounds_within([schooling.DISTRICT])
        assert not held.refused
        assert set(enrolment.schools_of(held.id)) == {s[0] for s in schooling.SCHOOLS}
        _lines, counts = enrolment.enrolment_queue(office, held.id)
        assert counts["all"] == made == counts["qualified"]
