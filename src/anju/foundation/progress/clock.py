"""The clock of this process, compared with the database's last recorded moment every few seconds.

The moment lies in one row, which only ever rises while the clock may be believed. Writes ask `fault`, which costs no
statement.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from functools import cache
from typing import Any

import psycopg
from django.conf import settings

from anju.foundation.clock import ClockGuard, now
from anju.foundation.db.separate_connection import separate_connection
from anju.foundation.errors import Unavailable

log = logging.getLogger(__name__)
EVERY = 10.0
"""Seconds between two looks."""
PART = "clock"
_LOOK = "SELECT max(seen), clock_timestamp() FROM progress_heartbeat WHERE part = %s"
_NOTE = """INSERT INTO progress_heartbeat AS h (part, host, pid, started, seen, note)
VALUES (%(part)s, '', 0, %(at)s, %(at)s, '')
ON CONFLICT (part) DO UPDATE SET seen = CASE WHEN %(anew)s THEN excluded.seen ELSE greatest(h.seen,
excluded.seen) END"""

Line = psycopg.Connection[tuple[Any, ...]]


@cache
def guard() -> ClockGuard:
    """The one of this process."""
    return ClockGuard(settings.CLOCK_LIMIT, settings.CLOCK_OFFSET)


def fault() -> str:
    """What is wrong with the clock, as a code; "" when nothing is."""
    return guard().fault()


def require_clock() -> None:
    """Raise `Unavailable` clock_ahead or clock_behind when no moment may be recorded now."""
    if code := guard().fault():
        raise Unavailable(code)


def compare(line: Line) -> str:
    """One look: refresh the reference, and record the present moment where the clock may be believed. Without a limit
    (`CLOCK_LIMIT` 0) what was recorded ahead is forgotten."""
    before = guard().fault()
    recorded, server = line.execute(_LOOK, [PART]).fetchone() or (None, None)
    guard().refresh(recorded=recorded, server=server)
    found = guard().fault()
    if found != before:
        log.warning(
            "the clock %s",
            {"": "agrees again"}.get(found, f"ran away ({found}): nothing is written"),
        )
    if not found:
        line.execute(_NOTE, {"part": PART, "at": now(), "anew": guard().limit <= 0})
    return found


class Comparison:
    """Looks again and again over a connection of its own; one that is lost is opened anew by the next look."""

    def __init__(self) -> None:
        self._line: Line | None = None

    def step(self) -> None:
        """One look."""
        if self._line is None or self._line.closed:
            self._line = separate_connection(application="anju clock")
        try:
            compare(self._line)
        except psycopg.Error:
            self._line.close()
            raise


def watch() -> None:
    """Compare for as long as this process lives, in a thread; a database that is away is asked again."""
    threading.Thread(target=_watch, name="clock", daemon=True).start()


def _watch() -> None:
    comparison, pause = Comparison(), threading.Event()
    while True:
        with suppress(psycopg.Error):
            comparison.step()
        pause.wait(EVERY)
