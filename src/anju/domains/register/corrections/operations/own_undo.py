"""What people take back themselves: a batch of their own, and a move-out that was planned."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.register.corrections.operations.undoing import undo
from anju.domains.register.declarations.data.kinds import STAY, kinds_on
from anju.domains.register.declarations.models import Batch, Declaration
from anju.domains.register.ledger.queries import stay
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
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


def withdraw_planned_move_out(stay_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a planned move-out back: the stay goes on as before it was declared. `stay_id`: the version looked at.

    Raises `NotFound` `stay_unknown` for a stay out of sight or changed since, `Conflict`
    `leave_reached` once the day has come, `leave_not_planned` where no move-out of its own ended the
    stay (a list is undone as a whole), `NotAllowed` for who neither declared it nor may undo there, and as `undo`.
    """
    found = stay(stay_id)
    if found is None:
        raise NotFound("stay_unknown", id=stay_id)
    if found.until is None or found.over_on(local_date(at)):
        raise Conflict("leave_reached" if found.until else "leave_not_planned")
    declared = _leave_alone(found.declaration_id)
    if declared is None:
        raise Conflict("leave_not_planned")
    with transaction.atomic():  # all of it, or nothing: who was refused finds the day as it was
        undo(declared.batch_id, actor=actor, at=at)
        while (
            again := _leave_alone(_ended_by(found.line))
        ) is not None and again.source == declared.source:
            undo(
                again.batch_id, actor=actor, at=at
            )  # the same submitter had declared it more than once


def _leave_alone(declaration_id: int) -> Declaration | None:
    """The declaration, if it is a move-out and all of its batch."""
    with as_intake_role():
        declared = Declaration.objects.filter(
            id=declaration_id, kind__in=tuple(kinds_on(STAY, opens=False))
        ).first()
        if (
            declared is None
            or Declaration.objects.filter(batch_id=declared.batch_id)
            .exclude(id=declared.id)
            .exists()
        ):
            return None
        return declared


def _ended_by(line: int) -> int:
    """The declaration by which the stay reads as it does now."""
    return int(
        rows(
            "SELECT declaration_id FROM register_stay WHERE line = %s AND superseded_at IS NULL",
            [line],
        )[0][0]
    )
