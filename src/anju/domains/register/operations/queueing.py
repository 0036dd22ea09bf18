"""Imports that wait for the worker."""

from __future__ import annotations

from datetime import datetime

from anju.domains.register.data.imports import ImportView
from anju.domains.register.models import Batch
from anju.domains.register.queries.imports import view
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import at_the_door
from anju.foundation.errors import Conflict, NotFound


def queue_import(batch_id: int, *, actor: Actor, at: datetime) -> ImportView:
    """Mark a previewed import as waiting for the worker. Raises `NotFound`, `Conflict` import_not_applicable."""
    actor.require("import.apply")
    with at_the_door():
        row = _locked(batch_id)
        if row.state not in ("previewed", "failed"):
            raise Conflict("import_not_applicable", state=row.state)
        row.state = "queued"
        row.save(update_fields=["state"])
        audit.record_write(actor, action="import.queue", subject_kind="batch", subject_id=row.id, at=at)
    return view(row)


def fail_import(batch_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Note that the worker could not apply a queued import, and why (a code)."""
    with at_the_door():
        row = _locked(batch_id)
        if row.state != "queued":
            return
        row.state, row.counts = "failed", {**row.counts, "failed": reason}
        row.save(update_fields=["state", "counts"])
        audit.record_write(actor, action="import.fail", subject_kind="batch", subject_id=row.id, at=at,
                           detail={"reason": reason})


def _locked(batch_id: int) -> Batch:
    row = Batch.objects.select_for_update().defer("file_cipher", "fixes_cipher").filter(id=batch_id).first()
    if row is None:
        raise NotFound("import_unknown", id=batch_id)
    return row
