"""What runs by the clock: ``every(3600)(call)``. Registered in ``interfaces.jobs.tasks`` modules.

A due time is claimed in the database, so that it runs once however many workers there are, and a worker that was off
for a week runs it once, not seven times. It is for short calls; long ones put a job in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from anju.foundation.clock import Clock, now

log = logging.getLogger(__name__)
Call = Callable[[], object]

_CLAIM = """
INSERT INTO progress_heartbeat AS h (part, host, pid, started, seen, note) VALUES (%(part)s, '', 0, %(at)s, %(at)s, '')
ON CONFLICT (part) DO UPDATE SET seen = excluded.seen, note = ''
    WHERE h.seen <= %(due)s OR h.seen > %(skewed)s RETURNING part
"""
SKEW = timedelta(minutes=5)
"""A start noted further in the future than this is of a clock that ran ahead and was put back: it holds nothing up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One call that repeats; `seconds` lie between two starts."""

    name: str
    seconds: float
    call: Call


_entries: dict[str, Entry] = {}


def every(seconds: float, *, name: str = "") -> Callable[[Call], Call]:
    """Run the function about every so many seconds, by one worker at a time."""
    def register(call: Call) -> Call:
        key = name or f"{call.__module__}.{call.__qualname__}"
        if key in _entries:
            raise ValueError(f"{key} is scheduled twice")
        _entries[key] = Entry(key, seconds, call)
        return call
    return register


def unschedule(name: str) -> None:
    """Take an entry off this process's schedule."""
    _entries.pop(name, None)


def run_due(clock: Clock = now) -> int:
    """Run what is due; returns how many ran. One that fails is logged and comes again at its next time."""
    return sum(_run(entry, clock()) for entry in list(_entries.values()))


def _run(entry: Entry, at: datetime) -> bool:
    with transaction.atomic(), connection.cursor() as cur:
        cur.execute(_CLAIM, {"part": f"every {entry.name}", "at": at, "due": at - timedelta(seconds=entry.seconds),
                             "skewed": at + SKEW})
        if cur.fetchone() is None:
            return False
    try:
        entry.call()
    except Exception as error:
        log.exception("scheduled call %s failed", entry.name)
        with transaction.atomic(), connection.cursor() as cur:
            cur.execute("UPDATE progress_heartbeat SET note = %s WHERE part = %s",
                        [f"{type(error).__name__}: {error}"[:500], f"every {entry.name}"])
    return True
