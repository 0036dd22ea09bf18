"""Large imports: read for their preview, or applied, away from the page that asked."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.db import close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from anju.domains.access import api as access
from anju.domains.register import api as register
from anju.foundation.actor import Actor, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError
from anju.foundation.progress import api as progress
from anju.interfaces.jobs import schedule

log = logging.getLogger(__name__)
JOBS = ("import.read", "import.apply")
ALIVE = ("todo", "doing")
BROKEN = "job_broken"
"""The reason written to an import whose job ended without naming one."""


@app.task(name="import.read", queue="imports")
def read(batch: int, user: int, task: int | None) -> None:
    """Read a kept file for its preview."""
    _work(batch, user, task, apply=False)


@app.task(name="import.apply", queue="imports")
def apply(batch: int, user: int, task: int | None = None) -> None:
    """Apply a previewed import, as the user who asked for it."""
    _work(batch, user, task, apply=True)


@schedule.every(60, name="imports.release")
def release() -> int:
    """Mark imports as failed whose job is gone: a job may die with its worker after it could still say so.

    Imports are looked up before jobs: an import is handed over together with its job, so that one seen here without a
    job has lost it, or has just ended, which `set_lost` asks again under its lock.
    """
    actor = system("imports.release")
    with acting(actor):
        waiting = register.imports_under_way()
        alive = (
            {
                _batch_of(job)
                for state in ALIVE
                for name in JOBS
                for job in app.job_manager.list_jobs(task=name, status=state)
            }
            if waiting
            else set()
        )
        return sum(
            register.set_lost(batch, actor=actor, code=BROKEN)
            for batch in waiting
            if batch not in alive
        )


def _batch_of(job: Job) -> int | None:
    """The import a waiting job is for. Django's connection hands out a job's arguments as text."""
    given: Any = job.task_kwargs
    known: dict[str, Any] = json.loads(given) if isinstance(given, str) else given
    return known.get("batch")


def _work(batch: int, user: int, task: int | None, *, apply: bool) -> None:
    """One domain call in one transaction; how it failed is written to the import, in a transaction of its own."""
    try:
        _one_call(batch, access.actor_for(user, at=now(), channel="web"), task, apply=apply)
    except AnjuError as error:
        _failed(batch, task, error.code, error.params)
    except Exception:
        log.exception("import %s: its job broke off", batch)
        if not connection.in_atomic_block:
            close_old_connections()  # it may be the database that went away
        _failed(batch, task, BROKEN, {})
    else:
        _finish(task, "done", "")


def _one_call(batch: int, actor: Actor, task: int | None, *, apply: bool) -> None:
    with acting(actor):
        if apply:
            with progress.reporting(task) as tell:
                register.apply_import(batch, actor=actor, at=now(), progress=tell)
        else:
            register.read_import(batch, actor=actor, at=now())


def _failed(batch: int, task: int | None, code: str, params: dict[str, object]) -> None:
    """As the platform: whoever asked may have lost the right to, and would wait for ever."""
    actor = system("imports")
    with acting(actor):
        register.set_failed(batch, actor=actor, code=code, params=params)
    _finish(task, "failed", code)


def _finish(task: int | None, state: str, note: str) -> None:
    if task is not None:
        progress.resume(task).finish(state, note)
