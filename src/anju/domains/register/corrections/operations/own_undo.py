"""A clerk undoes what they have just entered."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.domains.register.corrections.operations.undoing import undo
from anju.domains.register.declarations.models import Batch
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, NotFound

WITHIN = timedelta(hours=12)
"""A working day; afterwards a mistake is corrected, with a reason."""


def undo_own(batch_id: int, *, actor: Actor, at: datetime) -> int:
    """Undo a form the actor sent in during this working day; the number of declarations undone.

    Raises `NotFound` for what others sent, `Conflict` `undo_too_late`, and as `undo`.
    """
    batch = Batch.objects.filter(id=batch_id, source=f"user:{actor.user_id}", form="").first()
    if batch is None or actor.user_id is None:
        raise NotFound("batch_unknown", id=batch_id)
    if at - batch.created_at > WITHIN:
        raise Conflict("undo_too_late")
    return undo(batch_id, actor=actor, at=at)
