"""Two residents of the town have cases: one under way, one that waits for them, one with an answer to confirm."""

from __future__ import annotations

from collections import Counter

import pytest

from anju.demo.load import open_cases
from anju.domains.casework.api import cases
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_cases_are_entered_once_and_stand_at_different_points(town):
    at = now()
    assert open_cases.enter(town.plan, town.ground, at=at) == 3
    with acting(PLATFORM):
        found = cases.queue_lines(PLATFORM, at=at, show="all", words="", most=20)
    open_cases.enter(town.plan, town.ground, at=at)
    with acting(PLATFORM):
        assert found == cases.queue_lines(PLATFORM, at=at, show="all", words="", most=20)
    assert Counter((c.matter, c.state.value) for c in found) == {
        ("wage_claim", "open"): 1,
        ("legal_aid", "open"): 1,
        ("mediation", "waiting"): 1,
        ("question", "proposed"): 1,
    }
    assert all(c.handler_label for c in found if c.matter != "legal_aid")
