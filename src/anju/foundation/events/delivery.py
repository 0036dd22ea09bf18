"""Delivering events: exactly one effect for each event and listener.

A handler's writes and the move of its listener's cursor are one transaction, so a crash between them undoes both.
Events are taken in the order of transaction numbers below the horizon: a transaction that commits late has a number
above the horizon until it ends, so nobody's cursor can have passed it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.events.outbox import Event, ListenerHealth
from anju.foundation.events.registry import Listener, listeners

log = logging.getLogger(__name__)

ATTEMPTS = 8
"""After so many failures in a row (about four minutes) an event becomes a dead letter and the listener goes on."""

LONGEST_WAIT = timedelta(seconds=2**ATTEMPTS)
"""Longer than any wait for the next try: a later one was noted by a clock that ran ahead and was put back."""

_SYSTEM = system("events")
_DUE = """
SELECT c.xid, c.event_id, c.failures FROM events_cursor c
WHERE c.listener = %s AND (c.retry_at IS NULL OR c.retry_at <= %s OR c.retry_at > %s) FOR UPDATE SKIP LOCKED
"""
_NEXT = """
SELECT e.id, e.at, e.name, e.payload::text, e.xid FROM unnest(%(names)s::text[]) AS n(name) CROSS JOIN LATERAL (
    SELECT * FROM events_event o WHERE o.name = n.name AND (o.xid, o.id) > (%(xid)s, %(id)s) AND o.xid < anju_horizon()
    ORDER BY o.xid, o.id LIMIT %(limit)s) e
ORDER BY e.xid, e.id LIMIT %(limit)s
"""
"""Name by name in the order of the index: after a night without a worker the whole backlog would be
sorted for each batch."""
_MOVE = """
UPDATE events_cursor SET xid = %s, event_id = %s, failures = 0, retry_at = NULL, error = '' WHERE listener = %s
"""
_PENDING = """
SELECT c.failures, c.retry_at, c.error, count(e.id), min(e.at),
       (SELECT count(*) FROM events_dead_letter d WHERE d.listener = c.listener)
FROM events_cursor c LEFT JOIN events_event e ON e.name = ANY(c.names) AND (e.xid, e.id) > (c.xid, c.event_id)
WHERE c.listener = %s GROUP BY c.listener
"""
_FORGET = """
DELETE FROM events_event e WHERE e.at < %s AND e.xid < anju_horizon() AND NOT EXISTS (
    SELECT FROM events_cursor c
    WHERE c.listener = ANY(%s) AND e.name = ANY(c.names) AND (e.xid, e.id) > (c.xid, c.event_id))
"""


def pump(limit: int = 1000, *, clock: Callable[[], datetime] = now) -> int:
    """Deliver up to `limit` events to each listener; returns how many deliveries were made.

    A failing listener holds up nobody but itself. Several processes may pump at once.
    """
    ensure_cursors()
    return sum(_serve(listener, limit, clock) for listener in listeners())


def ensure_cursors() -> None:
    """Give every listener of this process its cursor; a new listener begins with the oldest event kept."""
    known = listeners()
    if not known:
        return
    with acting(_SYSTEM), connection.cursor() as cur:
        cur.executemany(
            "INSERT INTO events_cursor (listener, names, xid, event_id, failures, error) VALUES (%s, %s, 0, 0, 0, '') "
            "ON CONFLICT (listener) DO UPDATE SET names = excluded.names WHERE events_cursor.names <> excluded.names",
            [(it.key, list(it.names)) for it in known],
        )


def forget_delivered(before: datetime) -> int:
    """Remove events older than this that every listener of this process was served; returns how many."""
    ensure_cursors()
    with acting(_SYSTEM), connection.cursor() as cur:
        cur.execute(_FORGET, [before, [it.key for it in listeners()]])
        return int(cur.rowcount)


def health() -> list[ListenerHealth]:
    """How each listener of this process stands, for the doctor."""
    ensure_cursors()
    found = []
    with acting(_SYSTEM), connection.cursor() as cur:
        for it in listeners():
            cur.execute(_PENDING, [it.key])
            failures, retry_at, error, pending, oldest, dead = cur.fetchone()
            found.append(ListenerHealth(it.key, pending, oldest, failures, retry_at, error, dead))
    return found


def _serve(listener: Listener, limit: int, clock: Callable[[], datetime]) -> int:
    served = 0
    while served < limit:
        count = _step(listener, min(listener.batch, limit - served), clock)
        if not count:
            break
        served += count
    return served


def _step(listener: Listener, size: int, clock: Callable[[], datetime]) -> int:
    """Deliver the next events in one transaction. 0: nothing to do now, or it failed and was noted."""
    taken: list[tuple[Any, ...]] = []
    try:
        with acting(_SYSTEM), connection.cursor() as cur:
            at = clock()
            cur.execute(_DUE, [listener.key, at, at + LONGEST_WAIT])
            due = cur.fetchone()
            if due is None:
                return 0
            xid, event_id, failures = due
            # After a failure events go one by one, so that one bad event does not condemn its neighbours.
            cur.execute(
                _NEXT,
                {
                    "names": list(listener.names),
                    "xid": xid,
                    "id": event_id,
                    "limit": 1 if failures else size,
                },
            )
            taken = cur.fetchall()
            if not taken:
                return 0
            with transaction.atomic():
                listener.handle([_event(row) for row in taken])
            cur.execute(_MOVE, [taken[-1][4], taken[-1][0], listener.key])
    except Exception as error:
        if not taken or not _alive():
            raise  # the database failed, not the handler: the caller reconnects and tries again
        log.exception("listener %s failed on event %s", listener.key, taken[0][0])
        return _note_failure(listener, taken, error, clock())
    return len(taken)


def _note_failure(
    listener: Listener, taken: list[tuple[Any, ...]], error: Exception, at: datetime
) -> int:
    """Count the failure; at the last one set the event aside. 1 when the listener may go on at once."""
    event_id, _, name, payload, xid = taken[0]
    text = f"{type(error).__name__}: {error}"[:2000]
    with acting(_SYSTEM), connection.cursor() as cur:
        cur.execute(
            "SELECT failures FROM events_cursor WHERE listener = %s AND (xid, event_id) < (%s, %s) FOR UPDATE",
            [listener.key, xid, event_id],
        )
        row = cur.fetchone()
        if row is None:
            return 0
        failures = row[0] + 1
        if len(taken) == 1 and failures >= ATTEMPTS:
            cur.execute(
                "INSERT INTO events_dead_letter (at, listener, event_id, name, payload, attempts, error) "
                "VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s) ON CONFLICT DO NOTHING",
                [at, listener.key, event_id, name, payload, failures, text],
            )
            cur.execute(_MOVE, [xid, event_id, listener.key])
            return 1
        wait = timedelta(seconds=0 if len(taken) > 1 else 2 ** (failures - 1))
        cur.execute(
            "UPDATE events_cursor SET failures = %s, retry_at = %s, error = %s WHERE listener = %s",
            [failures, at + wait, text, listener.key],
        )
    return 0


def _alive() -> bool:
    return connection.is_usable() if connection.connection is not None else False


def _event(row: tuple[Any, ...]) -> Event:
    return Event(id=row[0], at=row[1], name=row[2], payload=json.loads(row[3]))
