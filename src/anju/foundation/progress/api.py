"""Progress of long work: a page can follow it while the work's own transaction is still open.

    with progress.start("import", "花名册.xlsx", owner=actor, total=1_000_000) as work:
        for part in parts:
            ...
            work.advance(len(part))

Figures travel over a connection of their own, at most once a second, so that they are seen at once and cost nothing.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db.migrations.loader import MigrationLoader

from anju.foundation.actor import Actor
from anju.foundation.clock import Clock, now
from anju.foundation.db.separate_connection import separate_connection
from anju.foundation.db.statements import rows
from anju.foundation.progress import models

__all__ = [
    "Heartbeat",
    "Progress",
    "Readiness",
    "Task",
    "Waiting",
    "beat",
    "get",
    "heartbeats",
    "look",
    "queued",
    "recent",
    "reporting",
    "resume",
    "start",
]

EVERY = 1.0
"""Seconds between two updates of one task."""


@dataclass(frozen=True, slots=True)
class Task:
    """How far a piece of work is. `total` None: unknown. `state`: running, done or failed."""

    id: int
    kind: str
    label: str
    owner_id: int | None
    done: int
    total: int | None
    state: str
    note: str
    started: datetime
    updated: datetime
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a part of the worker was last seen at work."""

    part: str
    host: str
    pid: int
    started: datetime
    seen: datetime
    note: str


class Progress:
    """A running task. Leaving its block finishes it: as failed, with the error's name, when an exception leaves it."""

    def __init__(
        self, task_id: int, line: psycopg.Connection[tuple[Any, ...]], done: int, clock: Clock
    ) -> None:
        self.id = task_id
        self._line = line
        self._done = done
        self._total: int | None = None
        self._clock = clock
        self._told = time.monotonic()

    def advance(self, count: int = 1, note: str | None = None) -> None:
        """`count` more are done."""
        self._done += count
        if note is not None or time.monotonic() - self._told >= EVERY:
            self._write("running", note)

    def report(self, done: int, total: int) -> None:
        """`done` of `total` are done."""
        if total != self._total:
            self._total = total
            self.expect(total)
        self.advance(done - self._done)

    def expect(self, total: int) -> None:
        """Now it is known how many there will be."""
        self._line.execute("UPDATE progress_task SET total = %s WHERE id = %s", [total, self.id])

    def finish(self, state: str = "done", note: str | None = None) -> None:
        """Say that it ended; later calls do nothing."""
        if self._line.closed:
            return
        self._write(state, note)
        self._line.close()

    def leave(self) -> None:
        """Say the last figure; somebody else ends it."""
        if not self._line.closed:
            self._write("running", None)
            self._line.close()

    def __enter__(self) -> Self:
        """Use as a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish, in success or failure."""
        if error is None:
            self.finish()
        else:
            self.finish("failed", getattr(error, "code", type(error).__name__))

    def _write(self, state: str, note: str | None) -> None:
        self._told = time.monotonic()
        at = self._clock()
        self._line.execute(
            "UPDATE progress_task SET done = %s, state = %s, updated = %s, note = coalesce(%s, note), finished = %s "
            "WHERE id = %s",
            [self._done, state, at, note, None if state == "running" else at, self.id],
        )


def start(
    kind: str, label: str, *, owner: Actor, total: int | None = None, clock: Clock = now
) -> Progress:
    """Begin a task, visible at once to its owner. `clock` because it is told during the work, not before."""
    line = separate_connection(application=f"anju progress {kind}")
    at = clock()
    row = line.execute(
        "INSERT INTO progress_task (kind, label, owner_id, done, total, state, note, started, updated) "
        "VALUES (%s, %s, %s, 0, %s, 'running', '', %s, %s) RETURNING id",
        [kind, label, owner.user_id, total, at, at],
    ).fetchone()
    assert row is not None  # noqa: S101 - RETURNING yields a row
    return Progress(row[0], line, 0, clock)


def resume(task_id: int, *, clock: Clock = now) -> Progress:
    """Go on with a task begun by another process (a page begins it, the worker does it)."""
    line = separate_connection(application="anju progress")
    row = line.execute(
        "UPDATE progress_task SET state = 'running', finished = NULL WHERE id = %s RETURNING done",
        [task_id],
    ).fetchone()
    if row is None:
        line.close()
        raise LookupError(f"no task {task_id}")
    return Progress(task_id, line, row[0], clock)


@contextmanager
def reporting(task_id: int | None) -> Iterator[Callable[[int, int], None]]:
    """Figures for a task that somebody else begins and ends; for None they are told to nobody."""
    if task_id is None:
        yield lambda _done, _total: None
        return
    work = resume(task_id)
    try:
        yield work.report
    finally:
        work.leave()


def get(task_id: int) -> Task | None:
    """One task, if the scope in force admits it: one's own, or any for the system."""
    row = models.Task.objects.filter(id=task_id).first()
    return None if row is None else _frozen(row)


def recent(owner: Actor, *, limit: int = 20) -> list[Task]:
    """The newest tasks of this user, as far as the scope in force admits."""
    return [
        _frozen(row)
        for row in models.Task.objects.filter(owner_id=owner.user_id).order_by("-id")[:limit]
    ]


def beat(
    line: psycopg.Connection[tuple[Any, ...]],
    part: str,
    *,
    started: datetime,
    at: datetime,
    note: str = "",
) -> None:
    """Say that this part of this process is at work."""
    line.execute(
        "INSERT INTO progress_heartbeat (part, host, pid, started, seen, note) VALUES (%s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (part) DO UPDATE SET host = excluded.host, pid = excluded.pid, started = excluded.started, "
        "seen = excluded.seen, note = excluded.note",
        [part, socket.gethostname(), os.getpid(), started, at, note],
    )


def heartbeats() -> list[Heartbeat]:
    """When each part of the worker was last seen, for the doctor."""
    return [
        Heartbeat(row.part, row.host, row.pid, row.started, row.seen, row.note)
        for row in models.Heartbeat.objects.order_by("part")
    ]


def _frozen(row: models.Task) -> Task:
    return Task(
        id=row.id,
        kind=row.kind,
        label=row.label,
        owner_id=row.owner_id,
        done=row.done,
        total=row.total,
        state=row.state,
        note=row.note,
        started=row.started,
        updated=row.updated,
        finished=row.finished,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Jobs of one queue in one state: todo or doing."""

    queue: str
    state: str
    jobs: int


def queued() -> list[Waiting]:
    """Jobs that wait or run. One query; done ones are not kept."""
    return [
        Waiting(*row)
        for row in rows(
            "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
            "GROUP BY 1, 2 ORDER BY 1, 2"
        )
    ]


SECONDS = 3
"""How long the database may take to answer before it counts as not answering."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """`missing`: migrations of this version that the database lacks, as app.name. `worker_seen`: its last heartbeat."""

    missing: tuple[str, ...]
    worker_seen: datetime | None


def look() -> Readiness:
    """Ask the database. Raises `psycopg.Error` when it does not answer."""
    with separate_connection(application="anju readiness", wait=SECONDS) as line:
        line.execute("SELECT set_config('statement_timeout', %s, false)", [f"{SECONDS}s"])
        done = {
            (app, name) for app, name in line.execute("SELECT app, name FROM django_migrations")
        }
        seen = line.execute(
            "SELECT max(seen) FROM progress_heartbeat WHERE part = 'worker'"
        ).fetchone()
    missing = tuple(sorted(f"{app}.{name}" for app, name in wanted() - done))
    return Readiness(missing, seen[0] if seen else None)


@cache
def wanted() -> frozenset[tuple[str, str]]:
    """The last migrations of every part of this version (read from its files once a process)."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
