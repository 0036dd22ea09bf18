"""What runs by the clock: ``every(3600)(call)``. Registered in ``interfaces.jobs.tasks`` modules.

A turn is claimed in the database by its number, so that it runs once however many workers there are, and a worker that
was off for a week runs it once, not seven times. A turn is due when the clock says so, or when this
process has seen the turn before for that long by a counter that nobody sets: a clock that was put back
holds nothing up. It is for short calls; long ones put a job in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from anju.foundation.clock import Clock, now, steady

log = logging.getLogger(__name__)
Call = Callable[[], object]

_CLAIM = """
INSERT INTO progress_heartbeat AS h (part, host, pid, started, seen, note, turn)
VALUES (%(part)s, '', 0, %(at)s, %(at)s, '', 1)
ON CONFLICT (part) DO UPDATE SET seen = excluded.seen, note = '', turn = h.turn + 1 WHERE h.turn =
%(turn)s RETURNING turn
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
_since: dict[str, tuple[int, float]] = {}
"""By part: the turn this process saw last, and when it first saw it, by the counter."""


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


def run_due(clock: Clock = now, counter: Callable[[], float] = steady) -> int:
    """Run what is due; returns how many ran. One that fails is logged and comes again at its next turn."""
    entries = {f"every {entry.name}": entry for entry in _entries.values()}
    with transaction.atomic(), connection.cursor() as cur:
        cur.execute(
            "SELECT part, turn, seen FROM progress_heartbeat WHERE part = ANY(%s)", [list(entries)]
        )
        last: dict[str, tuple[int, datetime]] = {
            part: (turn, seen) for part, turn, seen in cur.fetchall()
        }
    return sum(
        _run(part, entry, last.get(part), clock(), counter) for part, entry in entries.items()
    )


def _run(
    part: str,
    entry: Entry,
    last: tuple[int, datetime] | None,
    at: datetime,
    counter: Callable[[], float],
) -> bool:
    if last is not None and not _due(part, entry, *last, at, counter()):
        return False
    with transaction.atomic(), connection.cursor() as cur:
        cur.execute(_CLAIM, {"part": part, "at": at, "turn": last[0] if last else 0})
        claimed = cur.fetchone()
    if claimed is None:
        return False
    _since[part] = (claimed[0], counter())
    try:
        entry.call()
    except Exception as error:
        log.exception("scheduled call %s failed", entry.name)
        with transaction.atomic(), connection.cursor() as cur:
            cur.execute(
                "UPDATE progress_heartbeat SET note = %s WHERE part = %s",
                [f"{type(error).__name__}: {error}"[:500], part],
            )
    return True


def _due(part: str, entry: Entry, turn: int, seen: datetime, at: datetime, counted: float) -> bool:
    if _since.get(part, (None, 0.0))[0] != turn:
        _since[part] = (turn, counted)
    return (
        seen <= at - timedelta(seconds=entry.seconds)
        or seen > at + SKEW
        or counted - _since[part][1] >= entry.seconds
    )
