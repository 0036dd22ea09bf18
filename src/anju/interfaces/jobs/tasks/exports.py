"""Long lists that somebody wants as a file."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.db import close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError
from anju.foundation.exports import api as exports
from anju.foundation.progress import api as progress
from anju.interfaces.exports.asking import JOB
from anju.interfaces.exports.writing import make
from anju.interfaces.jobs import schedule

log = logging.getLogger(__name__)
ALIVE = ("todo", "doing")
BROKEN = "export_broken"
"""The reason written to a file whose job ended without naming one."""


@app.task(name=JOB, queue="exports")
def write(export: int, task: int) -> None:
    """Write a file for the one who asked; how it failed is written to it, in a transaction of its own."""
    try:
        with progress.reporting(task) as report:
            make(export, report)
    except AnjuError as error:
        _failed(export, task, error.code, error.params)
    except Exception:
        log.exception("export %s: its job broke off", export)
        if not connection.in_atomic_block:
            close_old_connections()  # it may be the database that went away
        _failed(export, task, BROKEN, {})
    else:
        progress.resume(task).finish("done", "")


@schedule.every(600, name="exports.expire")
def expire() -> int:
    """Delete files whose term has ended."""
    with acting(system("exports.expire")):
        return exports.expire(now())


@schedule.every(60, name="exports.release")
def release() -> int:
    """Mark files as failed whose job is gone: a job may die with its worker after it could still say so. Files are
    looked up before jobs, because a file is noted together with its job."""
    with acting(system("exports.release")):
        open_ones = exports.waiting()
        alive = (
            {
                _export_of(job)
                for state in ALIVE
                for job in app.job_manager.list_jobs(task=JOB, status=state)
            }
            if open_ones
            else set()
        )
        return sum(
            exports.fail(one, code=BROKEN, params={}, at=now())
            for one in open_ones
            if one not in alive
        )


def _export_of(job: Job) -> int | None:
    """The file a waiting job is for. Django's connection hands out a job's arguments as text."""
    given: Any = job.task_kwargs
    known: dict[str, Any] = json.loads(given) if isinstance(given, str) else given
    return known.get("export")


def _failed(export: int, task: int, code: str, params: dict[str, object]) -> None:
    """As the platform: whoever asked may have lost the right to, and would wait for ever."""
    with acting(system("exports")):
        exports.fail(export, code=code, params=params, at=now())
    progress.resume(task).finish("failed", code)
