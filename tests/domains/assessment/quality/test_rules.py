"""A run of the rules finds the faults that were planted and no others."""

from __future__ import annotations

import pytest

from anju.domains.assessment import api as quality
from anju.domains.assessment.quality.queries.checks import CHECKS
from tests.factories.faults import Town, open_faults, ran
from tests.factories.register import Street

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(once):
    return once(lambda: Town(Street.built()))


def test_every_rule_has_a_query_and_every_query_a_rule():
    assert set(CHECKS) == {rule.code for rule in quality.all_rules()}


def test_the_run_finds_exactly_what_was_planted(town):
    assert set(town.expected) == set(CHECKS), "a rule without a planted fault"
    result = ran(town.street.at, full=True)
    assert open_faults() == dict(town.expected)
    assert result.full and result.found == sum(map(len, town.expected.values()))


def test_a_run_with_nothing_new_changes_nothing(town):
    ran(town.street.at, full=True)
    again = ran(town.street.at)
    assert (again.full, again.found, again.ended, again.persons) == (False, 0, 0, 0)
