"""The town's tasks, its campaign and its visits, entered by public operations; entered again, nothing changes."""

from __future__ import annotations

import pytest

from anju.demo.load import field
from anju.domains.fieldwork.api import tasks
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM
from tests.factories.tasks import all_rows

pytestmark = [pytest.mark.town, pytest.mark.django_db]


def test_the_town_has_tasks_a_campaign_and_visits(town):
    at = now()
    visits = field.enter(town.plan, town.ground, at=at)
    assert visits > 20
    with acting(PLATFORM):
        (campaign,) = tasks.campaigns(PLATFORM)
        boards = tasks.coverage(campaign)
    board = sum(boards[1:], boards[0])
    assert len(boards) > 3
    assert board.done > 0 and board.tried > 0 and board.untouched > 0
    assert all_rows("SELECT count(*) FROM places_building WHERE longitude IS NULL") == [(0,)]
    causes = dict(
        all_rows("SELECT cause, count(*) FROM fieldwork_task WHERE state = 'open' GROUP BY 1")
    )
    assert {"campaign", "routine", "inspection"} <= causes.keys()
    before = all_rows("SELECT * FROM fieldwork_task ORDER BY id")
    assert field.enter(town.plan, town.ground, at=at) == 0
    assert all_rows("SELECT * FROM fieldwork_task ORDER BY id") == before
    (one_a_door,) = all_rows(
        "SELECT count(*), count(DISTINCT home_id) FROM fieldwork_task WHERE state = 'open'"
    )
    assert one_a_door[1] <= 0.7 * one_a_door[0], "one visit settles what waits at a door"
