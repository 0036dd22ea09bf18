"""The demo town has a landlords' committee, a residents' home and a hometown group."""

from __future__ import annotations

import pytest

from anju.demo.load import groups as demo
from anju.demo.load.base_data import actor_of
from anju.domains.groups.api import activities, meetings, membership
from anju.foundation.clock import now
from anju.foundation.db.scope import acting

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_groups_are_entered_once_each_by_whom_they_are_about(town):
    at = now()
    assert demo.enter(town.plan, town.ground, at=at) == 3
    office = actor_of(town.ground.staff["street01"], at=at, channel="web")
    with acting(office):
        found, total = membership.managed_groups(office)
        kinds = {g.kind: g for g in found}
    assert set(kinds) == {"landlords", "residents_home", "hometown"}
    assert kinds["landlords"].members == demo.LANDLORDS
    chair = actor_of(sorted(town.ground.holders.items())[0][1], at=at, channel="web")
    with acting(chair):
        (meeting,), _n = meetings.meetings(kinds["landlords"].id)
    assert len(meeting.items) == 3 and meeting.units > 0
    assert len(activities.activities([kinds["residents_home"].id])) == 2
    demo.enter(town.plan, town.ground, at=at)
    with acting(office):
        assert membership.managed_groups(office)[1] == total
