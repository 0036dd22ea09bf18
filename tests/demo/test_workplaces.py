"""The demo town has sites, dormitories, liaison people, contracts that end and service days, entered once through the
public operations."""

from __future__ import annotations

import pytest

from anju.demo.load import workplaces as entering
from anju.domains.employers import api as employers
from anju.domains.employers.api import DayState
from anju.domains.register.api import rosters
from anju.foundation.actor import system
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting

pytestmark = [pytest.mark.town, pytest.mark.django_db]
WHO = system("test")


def test_the_town_gains_sites_contracts_and_service_days_and_again_nothing_changes(town):
    at = now()
    sites, days = entering.enter(town.plan, town.ground, at=at)
    assert entering.enter(town.plan, town.ground, at=at) == (0, 0)
    plant, today = town.ground.plant, local_date(at)
    with acting(WHO):
        kinds = {s.kind for s in employers.sites_in(("",), today=today, show="all", limit=None)[0]}
        found, counts = employers.service_days_in(("",), today=today)
        one = employers.employers([plant])[plant]
        soon = rosters.contract_counts([one], actor=WHO, today=today, within=(30, 60))[plant]
        liaison = employers.liaison_counts([plant])
        total = employers.sites_in(("",), today=today)[1]["all"]
    assert kinds == set(employers.SITE_KINDS)
    assert (total, counts["all"]) == (sites, days)
    assert {d.state for d in found} == {DayState.CONFIRMED, DayState.ANNOUNCED}
    assert 0 < soon[0] < soon[1]
    assert liaison == {plant: 2}
