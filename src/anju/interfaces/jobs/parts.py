"""The worker's threads: each repeats one call until told to stop, and outlives a database that goes away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
from django.db import close_old_connections, connection
from django.db.utils import Error as DjangoDatabaseError

from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.separate_connection import separate_connection
from anju.foundation.events import api as events
from anju.foundation.progress import api as progress
from anju.foundation.progress import clock
from anju.interfaces.jobs import schedule

log = logging.getLogger(__name__)

EVENT_RETENTION = timedelta(days=14)
"""Delivered events are kept this long, for looking things up."""

FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0
"""Seconds before trying again when the database is away: doubled each time."""


class Part(threading.Thread):
    """A thread that repeats `step` every `seconds`, or at once when `step` returns a number above 0."""

    def __init__(
        self, name: str, step: Callable[[], int | None], seconds: float, stop: threading.Event
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._step, self._seconds, self._stop_event = step, seconds, stop

    def run(self) -> None:
        """Repeat until stopped."""
        wait = FIRST_WAIT
        while not self._stop_event.is_set():
            try:
                busy = self._step()
                wait, pause = FIRST_WAIT, 0.0 if busy else self._seconds
            except (DjangoDatabaseError, psycopg.Error) as error:
                log.warning("%s: %s; again in %.1f s", self.name, error, wait)
                connection.close()
                pause, wait = wait, min(wait * 2, LONGEST_WAIT)
            except Exception:
                log.exception("%s failed; again in %.1f s", self.name, LONGEST_WAIT)
                connection.close()
                pause = LONGEST_WAIT
            self._stop_event.wait(pause)
        connection.close()


class Pump:
    """Delivers events: woken by NOTIFY, and every half second in any case (an event may ripen without a notice)."""

    POLL = 0.5

    def __init__(self) -> None:
        self._line: psycopg.Connection[tuple[object, ...]] | None = None

    def step(self) -> int:
        """Wait for a notice, then deliver what there is."""
        if self._line is None or self._line.closed:
            self._line = separate_connection(application="anju events")
            self._line.execute(f"LISTEN {events.CHANNEL}")
        try:
            for _ in self._line.notifies(timeout=self.POLL, stop_after=1):
                pass
        except psycopg.Error:
            self._line.close()
            raise
        close_old_connections()
        while not clock.fault() and events.pump():
            pass
        return 1


class Heart:
    """Says every few seconds that this process lives."""

    def __init__(self, started: datetime) -> None:
        self._started = started
        self._line: psycopg.Connection[tuple[object, ...]] | None = None

    def step(self) -> None:
        """One beat."""
        if self._line is None or self._line.closed:
            self._line = separate_connection(application="anju heartbeat")
        try:
            progress.beat(self._line, "worker", started=self._started, at=now())
        except psycopg.Error:
            self._line.close()
            raise


def seal() -> None:
    """Chain what was written since the last second."""
    if not clock.fault():
        audit.seal(now())


def by_the_clock() -> None:
    """Run what is due, and once an hour clear delivered events away."""
    if not clock.fault():
        schedule.run_due()


@schedule.every(3600, name="events.forget_delivered")
def forget_delivered() -> None:
    """Keep the outbox small."""
    events.forget_delivered(now() - EVENT_RETENTION)


def parts(stop: threading.Event) -> list[Part]:
    """All threads of a worker, not yet started."""
    return [
        Part("events", Pump().step, 0.0, stop),
        Part("audit sealer", seal, 1.0, stop),
        Part("schedule", by_the_clock, 1.0, stop),
        Part("heartbeat", Heart(now()).step, 5.0, stop),
        Part("clock", clock.Comparison().step, clock.EVERY, stop),
    ]
