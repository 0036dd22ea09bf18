"""Restores: transaction numbers that go on rising, and the epoch that clients compare."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from anju.foundation.audit.data import Epoch

_BEHIND = """
SELECT greatest((SELECT max(xid) FROM audit_entry), (SELECT max(to_xid) FROM audit_seal),
                (SELECT max(xid) FROM events_cursor)) >
                pg_snapshot_xmax(pg_current_snapshot())::text::bigint + anju_shift()
"""
_known: dict[str, Epoch] = {}


def epoch() -> Epoch:
    """The restore this register stands on. Asked of a database once a process: a restore fills an empty one only."""
    name = str(connection.settings_dict["NAME"])
    if name not in _known:
        with connection.cursor() as cur:
            cur.execute("SELECT number, restored_at, taken FROM audit_epoch")
            _known[name] = Epoch(*cur.fetchone())
    return _known[name]


def begin_epoch(taken: datetime) -> int:
    """After a restore of a backup of `taken`, before anything else writes, as the owner of the tables:
    transaction numbers are shifted above all stored ones, the epoch gets its number (returned), and
    the audit chain an entry."""
    with connection.cursor() as cur:
        cur.execute("SELECT anju_begin_epoch(%s)", [taken])
        return int(cur.fetchone()[0])


def numbers_are_behind() -> bool:
    """True when PostgreSQL gives transactions lower numbers than stored ones, as after a copy into
    another server by other means than ``./anju restore``: events would not be delivered, and new
    entries would fall under old seals."""
    with connection.cursor() as cur:
        cur.execute(_BEHIND)
        return bool(cur.fetchone()[0])


def rebase_epoch() -> int:
    """Shift transaction numbers above all stored ones, as the owner of the tables; returns the shift in force."""
    with connection.cursor() as cur:
        cur.execute("SELECT anju_rebase_epoch()")
        return int(cur.fetchone()[0])
