"""Large imports, applied by the worker."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.access import api as access
from anju.domains.register import api as register
from anju.foundation.actor import Actor, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError
from anju.foundation.progress import api as progress
from anju.interfaces.jobs.app import app

KIND = "import.{}"
"""Kind of the progress task of one import."""


@app.task(name="import.apply", queue="imports")
def apply(*, batch: int, user: int, purpose: str = "", left: Sequence[int] = ()) -> None:
    """Apply a queued import as the user who asked for it. Killed in the middle, it begins again: nothing was done."""
    actor = access.actor_for(user, at=now(), purpose=purpose, channel="job")
    with acting(actor):
        found = register.one_import(batch)
    if found is None or found.state != "queued":
        return
    rows = int(found.counts.get("accepted", 0))
    try:
        with progress.start(KIND.format(batch), found.file_name, owner=actor, total=rows) as work, acting(actor):
            register.apply_import(batch, actor=actor, at=now(), left=left,
                                  progress=lambda done, total: work.advance(done))
    except AnjuError as error:
        give_up(batch, error.code, actor)


def give_up(batch: int, reason: str, actor: Actor) -> None:
    """Say on the import why it could not be applied."""
    with acting(system("jobs")):
        register.fail_import(batch, reason=reason, actor=actor, at=now())
