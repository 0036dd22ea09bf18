"""The demo town has inspections, hazards in every state, visits that are due and leases, entered through the public
operations, once."""

from __future__ import annotations

import pytest

from anju.demo.load import premises as entering
from anju.domains.housing.api import premises, rentals
from anju.foundation.actor import system
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows

pytestmark = [pytest.mark.town, pytest.mark.django_db]
WHO = system("test")


def test_the_town_gains_inspections_and_leases_and_again_nothing_changes(town):
    at = now()
    inspected, leases = entering.enter(town.plan, town.ground, at=at)
    assert inspected > 8 and leases > 10
    assert entering.enter(town.plan, town.ground, at=at) == (0, 0)
    with acting(WHO):
        states = dict(rows("SELECT state, count(*) FROM housing_hazard GROUP BY 1"))
        leases_by_state = dict(rows("SELECT state, count(*) FROM housing_rental GROUP BY 1"))
        page = premises.inspections(("",), today=local_date(at))
        counts = rentals.rentals(("",), today=local_date(at))[1]
        due = premises.count_due(("",), day=local_date(at))
    assert {"open", "answered", "closed"} <= set(states)
    assert page.total == inspected and page.counts["late"]
    assert counts["live"] == leases and counts["run_out"]
    assert due
    assert leases_by_state.keys() == {"filed", "confirmed", "objected"}
