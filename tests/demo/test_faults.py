"""Data quality of the demo town: something to mend, a trend, one fault found to be none; entered once."""

from __future__ import annotations

import pytest

from anju.demo.load import faults
from anju.demo.load.base_data import FOUNDER
from anju.domains.statistics.api import indicators as statistics
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.facts import Span
from tests.factories.faults import open_faults, read

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_the_demo_town_has_faults_once_and_its_figures_are_a_naive_count(town):
    at = now()
    assert faults.enter(town.ground, at=at) > 0
    assert faults.enter(town.ground, at=at) == 0
    found = open_faults()
    assert len(found) >= 2
    today = local_date(at)
    with acting(FOUNDER):
        counted = statistics.by_values(
            statistics.indicators()["faults"], "", Span(today, today), actor=FOUNDER
        )["fault_rule"]
    assert counted == {rule: len(subjects) for rule, subjects in found.items()}
    assert read("SELECT 1 FROM assessment_quality_fault WHERE outcome = 'not_fault'") == [(1,)]
