"""Large imports: read for their preview, or applied, away from the page that asked."""

from __future__ import annotations

from procrastinate.contrib.django import app

from anju.domains.access import api as access
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError
from anju.foundation.progress import api as progress


@app.task(name="import.read", queue="imports")
def read(batch: int, user: int, task: int) -> None:
    """Read a kept file for its preview."""
    _work(batch, user, task, apply=False)


@app.task(name="import.apply", queue="imports")
def apply(batch: int, user: int, task: int | None = None) -> None:
    """Apply a previewed import, as the user who asked for it."""
    _work(batch, user, task, apply=True)


def _work(batch: int, user: int, task: int | None, *, apply: bool) -> None:
    """One domain call in one transaction; a refusal is written to the import, in a transaction of its own."""
    at = now()
    actor = access.actor_for(user, at=at, channel="web")
    try:
        _one_call(batch, actor, apply=apply)
    except AnjuError as error:
        with acting(actor):
            register.set_failed(batch, actor=actor, code=error.code, params=error.params)
        _finish(task, "failed", error.code)
    else:
        _finish(task, "done", "")


def _one_call(batch: int, actor: Actor, *, apply: bool) -> None:
    with acting(actor):
        if apply:
            register.apply_import(batch, actor=actor, at=now())
        else:
            register.read_import(batch, actor=actor, at=now())


def _finish(task: int | None, state: str, note: str) -> None:
    if task is not None:
        progress.resume(task).finish(state, note)
