"""The clock is passed in: rules and tests never read the wall clock themselves. And whether the wall clock still goes
as it went, asked before every write, answered from memory.

Two references, both carried on by the machine's steady counter, which nobody sets: how the wall clock stood beside
it when the installation was started, and the last moment the database has recorded (refreshed by a heartbeat). A
clock that was put right again is believed at once.
"""

from __future__ import annotations

import time
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


AHEAD, BEHIND = "clock_ahead", "clock_behind"
LIMIT = 600.0
"""Seconds, unless the installation says otherwise."""


def steady() -> float:
    """Seconds of a counter that only rises, while the machine sleeps too; one for all processes of the machine."""
    kind = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if kind is None else time.clock_gettime(kind)


class ClockGuard:
    """The references of one process. `limit` 0: nothing is ever wrong."""

    def __init__(
        self,
        limit: float = LIMIT,
        offset: float | None = None,
        *,
        wall: Callable[[], float] = time.time,
        counter: Callable[[], float] = steady,
    ) -> None:
        """`offset`: wall clock less counter when the installation was started; None: as it is now."""
        self.limit, self._wall, self._counter = limit, wall, counter
        self._offset = wall() - counter() if offset is None else offset
        self._recorded: float | None = None
        self._server: float | None = None

    def refresh(self, *, recorded: datetime | None, server: datetime | None = None) -> None:
        """The last moment the database has recorded, and its own clock, as just read."""
        at = self._counter()
        self._recorded = None if recorded is None else recorded.timestamp() - at
        self._server = None if server is None else server.timestamp() - at
        gap = self._wall() - at
        if self._before_recorded(self._offset) and not self._behind(gap):
            self._offset = (
                gap  # the clock was wrong when the installation was started, and has been set
            )

    def fault(self) -> str:
        """`AHEAD`, `BEHIND`, or "" while the clock may be believed."""
        if self.limit <= 0:
            return ""
        gap = self._wall() - self._counter()
        if self._behind(gap):
            return BEHIND
        # An offset that is itself before what was recorded is of a clock that was wrong from the start.
        known = [self._server, None if self._before_recorded(self._offset) else self._offset]
        return AHEAD if any(o is not None and gap - o > self.limit for o in known) else ""

    def _behind(self, gap: float) -> bool:
        """Before what was recorded, or before the database's clock."""
        return self._before_recorded(gap) or (
            self._server is not None and self._server - gap > self.limit
        )

    def _before_recorded(self, gap: float) -> bool:
        return self._recorded is not None and self._recorded - gap > self.limit
