"""Counters after a restore: no number that was given out after the backup is given to somebody else.

Nobody knows how many were. Each counter without an end jumps to a place that rises with the moment of
the restore faster than numbers can be given out, so that a second restore of the same backup lies
above the first. A counter that begins again at its end (the serial inside a printed number, which
stands beside a day or a year) jumps by a quarter to three quarters of its length, at random.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import psycopg

from anju.foundation.archive.manifest import Sequence

Connection = psycopg.Connection[tuple[object, ...]]
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
A_SECOND = 16_667
"""Numbers kept free for each second; twice what an import of the largest files takes (see docs/sizing.md)."""

_SHAPE = """
SELECT data_type::text = 'bigint', cycle, max_value FROM pg_sequences
 WHERE schemaname = 'public' AND sequencename = %s
"""


def set_counter(connection: Connection, counter: Sequence, at: datetime) -> None:
    """Let a counter go on where nobody has been."""
    row = connection.execute(_SHAPE, [counter.name]).fetchone()
    if row is None:
        return
    unbounded, cycle, highest = bool(row[0]), bool(row[1]), int(str(row[2]))
    last, called = counter.last, counter.called
    if cycle:
        last, called = jumped(last, highest, secrets.randbelow(highest // 2)), True
    elif unbounded:
        last, called = max(last, after(at)), True
    connection.execute(
        "SELECT setval(%s::regclass, %s, %s)", [f'public."{counter.name}"', last, called]
    )


def after(at: datetime) -> int:
    """The place of a moment among the numbers."""
    return int((at - BEGAN).total_seconds()) * A_SECOND


def jumped(last: int, length: int, chance: int) -> int:
    """A quarter of the way further, and `chance`, in a counter from 1 to `length`."""
    return (last + length // 4 + chance) % length + 1
