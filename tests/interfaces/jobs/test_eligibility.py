"""What the worker does about entitlements: by the clock, and invitations only by day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories import register as town

from anju.foundation.db.scope import acting
from anju.interfaces.jobs.tasks import eligibility as tasks

pytestmark = pytest.mark.django_db
MORNING, NIGHT = (
    datetime(2026, 11, 20, 1, tzinfo=UTC),
    datetime(2026, 11, 19, 19, tzinfo=UTC),
)  # 9 and 3 o'clock in China


@pytest.fixture
def street(monkeypatch) -> town.Street:
    monkeypatch.setattr(tasks, "now", lambda: MORNING)
    return town.Street.built(at=MORNING)


def test_invitations_wait_for_the_day(street, monkeypatch):
    with acting(town.PLATFORM):
        tasks.eligibility.recompute([street.resident], actor=town.PLATFORM, at=MORNING)
    monkeypatch.setattr(tasks, "now", lambda: NIGHT)
    assert tasks.invite() == 0
    monkeypatch.setattr(tasks, "now", lambda: MORNING)
    assert tasks.invite() == 1


def test_the_hourly_turn_finds_those_whose_day_has_come(street, monkeypatch):
    with acting(town.PLATFORM):
        tasks.eligibility.recompute([street.worker], actor=town.PLATFORM, at=MORNING)
    assert tasks.due() == 0
    monkeypatch.setattr(tasks, "now", lambda: datetime(2027, 6, 1, 1, tzinfo=UTC))
    assert tasks.due() == 1


def test_the_daily_round_is_put_in_once(street):
    from anju.foundation.db.statements import rows

    tasks.daily()
    tasks.daily()
    assert (
        rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [tasks.EVERYBODY])[0][
            0
        ]
        == 1
    )
