"""The demo's vaccination clinic: children with histories, entered once."""

from __future__ import annotations

import pytest

from anju.demo.load import booklets
from anju.demo.load.base_data import actor_of
from anju.domains.health.api import clinics, doses
from anju.foundation.clock import now
from anju.foundation.db.scope import acting

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_children_with_histories_are_entered_once(town):
    at = now()
    assert booklets.enter(town.ground, at=at) == booklets.enter(town.ground, at=at) == 5
    nurse = actor_of(town.ground.staff["nurse"], at=at, channel="web")
    with acting(nurse):
        (clinic,) = clinics.own_clinics(nurse)
        queue = doses.queue(clinic.id, actor=nurse, at=at, show="all")
        assert queue.total == 5 and 0 < queue.counts["late"] < 5
        undecided = [
            doses.picture_of(c.id, c.born, c.sex, at.date()).undecided for c in queue.lines
        ]
        assert sum(map(len, undecided)) == 1
        assert all(x.came == x.went + x.on_hand for x in clinics.lots(clinic.id, actor=nurse))
