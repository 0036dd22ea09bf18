"""The clock is passed in: rules and tests never read the wall clock themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The whole country keeps one time."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, in UTC. Interfaces call it once a request and pass it on."""
    return datetime.now(UTC)


def local_date(at: datetime) -> date:
    """The calendar day in China at that moment."""
    return at.astimezone(CHINA).date()


def local_text(at: datetime) -> str:
    """A moment as the clock on the wall shows it, with its zone: ``2026-11-21 18:00 +08:00``."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M} +08:00"
