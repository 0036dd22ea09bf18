"""The demo's rescue station: people at different points, entered once, seen by the station alone."""

from __future__ import annotations

import pytest

from anju.demo.load import shelter, supplies
from anju.demo.load.base_data import actor_of
from anju.domains.casework.api import rescue, stock
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_people_are_taken_in_once_and_stand_at_different_points(town):
    at = now()
    assert shelter.enter(town.ground, at=at) == 6
    worker = actor_of(town.ground.staff["rescue"], at=at, channel="web")
    with acting(worker):
        (station,) = rescue.own_stations(worker)
        here, book = rescue.present(station.id, at=at), rescue.all_stays(station.id, at=at)
    assert (len(here), len(book)) == (5, 6)
    owed = {s.called: {d.duty.code for d in s.open_duties} for s in here}
    assert {"notice", "dna"} <= next(o for n, o in owed.items() if n[0].isdigit())
    assert "guardian" in owed["宿小野"] and "police" not in owed["容小满"]
    late = next(s for s in here if s.called == "阙大川").open_duties
    assert any(d.duty.code == "long_stay" and d.status.state == "late" for d in late)
    shelter.enter(town.ground, at=at)
    with acting(worker):
        assert rescue.all_stays(station.id, at=at) == book
    clerk = actor_of(town.ground.staff["district"], at=at, channel="web")
    with acting(clerk):
        assert rescue.own_stations(clerk) == [] and rescue.present(station.id, at=at) == []
        assert len(rescue.managed_stations(clerk)) == 1


def test_supplies_are_entered_once_and_one_item_is_short(town):
    at = now()
    assert supplies.enter(town.ground, at=at) == 2
    keeper = actor_of(town.ground.staff["counter01"], at=at, channel="web")
    with acting(keeper):
        (point,) = stock.kept_points(keeper)
    held = stock.stock([point.id], local_date(at))
    supplies.enter(town.ground, at=at)
    assert stock.stock([point.id], local_date(at)) == held
    assert [x.name for x in held[point.id] if x.short] == ["口服避孕药"]
