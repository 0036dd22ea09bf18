"""The town has stations, people posted to them, a roster without overlaps, grids with boundaries and houses inside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.demo.divisions import TOWN
from anju.demo.load import boundaries, field, staffing
from anju.domains.fieldwork.api import staffing as api
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_stations_and_rosters_are_entered_once(town):
    at = now()
    shifts = staffing.enter(town.plan, town.ground, at=at)
    assert shifts > 0 and staffing.enter(town.plan, town.ground, at=at) == 0
    today = local_date(at)
    with acting(PLATFORM):
        found = api.shifts(
            (TOWN,), first=today - timedelta(days=7), last=today + timedelta(days=14)
        )
        assert len({(s.user_id, s.begins) for s in found}) == len(found) > 0
        (away,) = api.absences((TOWN,), since=today)
        held = api.holders(TOWN, away.first)
    names = {h.name for h in held[away.grids[0]]}
    assert names == {away.substitute}
    assert len(regions.grids(TOWN)) - len(held) == 1, "one grid has nobody"


def test_every_house_stands_inside_its_grid(town):
    at = now()
    field.enter(town.plan, town.ground, at=at)
    with acting(PLATFORM):
        buildings = places.buildings_in(TOWN, limit=100_000)
        held = places.positions([b.id for b in buildings])
    assert boundaries.enter(town.plan, at=at) == 0
    points = [(held[b.id].longitude, held[b.id].latitude) for b in buildings]
    assert regions.grids_at(points, within=TOWN) == [b.region for b in buildings]
