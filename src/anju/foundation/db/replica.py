"""Reading from a streaming replica: what only reads and may be a few seconds old, away from the database that writes.

Inside `reading` everything this thread reads comes from the replica (``ANJU_READ_DATABASE_URL``), under the scope that
is in force, and nothing can be written; `on_primary` inside it is the writing database again, for the trail. Without a
replica, with one that is away, or with one further behind than ``ANJU_READ_LAG`` seconds, `reading` changes nothing:
the writing database answers. What the open transaction has written is not seen in the replica, so `reading` is for
requests that have written nothing they read back.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

log = logging.getLogger(__name__)
REPLICA = "replica"
CHECK_EVERY, CHECK_AWAY = 1.0, 5.0
"""Seconds for which the state found holds: of a replica that answers, of one that is away."""
_PRIMARY = "anju_primary_connection"
_STATE = """SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,
    extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())"""


@dataclass(frozen=True, slots=True)
class ReplicaState:
    """How the replica stands. `configured`: an address was given; `answers`: it could be asked and is a replica; `lag`:
    seconds it is behind, None where that is not known; `used`: it is read from now."""

    configured: bool
    answers: bool = False
    lag: float | None = None
    used: bool = False


class _Known:
    """What this process last found."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = 0.0
        self.state = ReplicaState(configured=True)


_known = _Known()


def replica_state() -> ReplicaState:
    """How the replica stands, as found within the last second."""
    if REPLICA not in connections.databases:
        return ReplicaState(configured=False)
    if time.monotonic() < _known.until or not _known.lock.acquire(blocking=False):
        return _known.state
    try:
        found = _looked_at()
        if found.used != _known.state.used:
            log.warning("the replica is %s", "read from" if found.used else f"not used: {found}")
        _known.state = found
        _known.until = time.monotonic() + (CHECK_EVERY if found.answers else CHECK_AWAY)
    finally:
        _known.lock.release()
    return _known.state


def forget_state() -> None:
    """Look at the replica anew the next time."""
    _known.until = 0.0


def _looked_at() -> ReplicaState:
    """Caught up with what the primary has written: 0 seconds behind. Else as long as its last commit is ago."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()::text")
            written = cursor.fetchone()[0]
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_STATE, [written])
            standing_by, caught_up, behind = cursor.fetchone()
    except DatabaseError as error:
        connections[REPLICA].close()
        log.warning("the replica is away: %s", type(error.__cause__ or error).__name__)
        return ReplicaState(configured=True)
    lag = 0.0 if caught_up else None if behind is None else float(behind)
    near = lag is not None and lag <= settings.READ_LAG
    return ReplicaState(True, bool(standing_by), lag, bool(standing_by and near))


@contextmanager
def reading() -> Iterator[bool]:
    """Read from the replica inside, where there is one to read from; yields whether it is so."""
    if _primary() is not None or not replica_state().used:
        yield False
        return
    primary, replica = connections[DEFAULT_DB_ALIAS], connections[REPLICA]
    scope = _in_force(primary) if primary.in_atomic_block else ("", "")
    setattr(replica, _PRIMARY, primary)
    connections[DEFAULT_DB_ALIAS] = replica
    try:
        with transaction.atomic():
            _set(replica, scope)
            yield True
    except DatabaseError:
        forget_state()
        raise
    finally:
        connections[DEFAULT_DB_ALIAS] = primary
        setattr(replica, _PRIMARY, None)


@contextmanager
def on_primary() -> Iterator[None]:
    """The writing database, also inside `reading`."""
    primary = _primary()
    if primary is None:
        yield
        return
    replica = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = primary
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = replica


def _primary():  # type: ignore[no-untyped-def] # noqa: ANN202 - Django's own wrapper
    return getattr(connections[DEFAULT_DB_ALIAS], _PRIMARY, None)


def _in_force(connection) -> tuple[str, str]:  # type: ignore[no-untyped-def] # noqa: ANN001
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('anju.scope', true), ''), coalesce(current_setting('anju.user', true), '')"
        )
        scope, user = cursor.fetchone()
        return str(scope), str(user)


def _set(connection, scope: tuple[str, str]) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('anju.scope', %s, true), set_config('anju.user', %s, true)", scope
        )
