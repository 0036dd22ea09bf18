"""How a permit ends, by whom, on what ground, and how a wrong end is taken back."""

from __future__ import annotations

from datetime import date, datetime

from anju.domains.permits.production.operations.ordering import end_all
from anju.domains.permits.transitions import operations, rules
from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    CancelReason,
    PermitState,
    PermitView,
    TransitionKind,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.permits.transitions.operations import locked, make_transition
from anju.domains.permits.transitions.queries import permit_view
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, Refused
from anju.foundation.free_text import require_no_identity_number

LONGEST_NOTE = 300


def withdraw(
    permit_id: int,
    *,
    reason: str,
    note: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> PermitView:
    """Take a permit back (art. 18). Staff with ``permit.issue``. Raises `Refused` ``permit_reason``, ``note_missing``:
    the holder is notified why, and how to object; `Conflict` ``permit_turn``."""
    require_no_identity_number(note)
    return _end(permit_id, TransitionKind.WITHDRAWN, reason, note, None, actor, at, version)


def cancel(
    permit_id: int,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    note: str = "",
    effective: date | None = None,
    version: int | None = None,
) -> PermitView:
    """End a permit: death, local hukou, a refused endorsement, having left, the holder's own wish (which the holder may
    say alone). `effective`: the day from which it is so, not in the future. Raises as `withdraw`."""
    require_no_identity_number(note)
    if reason == CancelReason.MERGED:
        raise Refused(
            "permit_reason",
            turn="cancelled",
            reason=reason,
            known=sorted(set(CancelReason) - {reason}),
        )
    return _end(permit_id, TransitionKind.CANCELLED, reason, note, effective, actor, at, version)


def _end(
    permit_id: int,
    kind: TransitionKind,
    reason: str,
    note: str,
    effective: date | None,
    actor: Actor,
    at: datetime,
    version: int | None,
) -> PermitView:
    operations.require_visible(permit_id)
    with as_intake_role():
        permit = locked(permit_id, version=version)
        if not (reason == CancelReason.OWN_WISH and operations.is_holder(permit, actor)):
            operations.require(permit, actor, operations.ISSUE)
        reason_given = note.strip()[:LONGEST_NOTE]
        if not reason_given and reason not in (CancelReason.OWN_WISH, CancelReason.DEATH):
            raise Refused("note_missing")
        if effective is not None and effective > local_date(at):
            raise Refused("date_in_future")
        done = make_transition(
            permit,
            kind,
            reason=reason,
            actor=actor,
            at=at,
            effective=effective,
            detail={"note": reason_given},
        )
        end_all(done, at=at)
        return permit_view(done)


def undo_end(
    permit_id: int, *, note: str, actor: Actor, at: datetime, version: int | None = None
) -> PermitView:
    """Take a withdrawal or a cancellation back: repealed on review, or the news was of somebody else.

    The permit is what it was, by today's endorsement; its cards stay void, a new one is ordered. Staff with
    ``permit.issue``. Raises `Refused` ``undo_not_possible`` (expired; merged: undo the merge), ``note_missing``;
    `Conflict` ``permit_live`` when the person holds another one meanwhile.
    """
    require_no_identity_number(note)
    operations.require_visible(permit_id)
    with as_intake_role():
        permit = locked(permit_id, version=version)
        operations.require(permit, actor, operations.ISSUE)
        if not note.strip():
            raise Refused("note_missing")
        last = PermitEvent.objects.filter(permit=permit).order_by("-id").first()
        undoable = (
            last is not None
            and rules.TRANSITIONS[TransitionKind(last.kind)].may_be_undone
            and permit.merged_into_id is None
        )
        if last is None or not undoable:
            raise Refused("undo_not_possible", number=permit.number)
        other = Permit.objects.filter(
            person_id=permit.person_id, state__in=[str(s) for s in LIVE]
        ).first()
        if other is not None:
            raise Conflict("permit_live", number=other.number)
        return permit_view(
            make_transition(
                permit,
                TransitionKind.UNDONE,
                actor=actor,
                at=at,
                to=_before(permit, last, at),
                detail={"note": note.strip()[:LONGEST_NOTE], "undid": last.pk},
            )
        )


def _before(permit: Permit, last: PermitEvent, at: datetime) -> PermitState:
    """The state before the end, or what today's endorsement makes of it."""
    was = PermitState(last.from_state)
    return (
        rules.in_use(permit.endorsed_until, local_date(at))
        if was in (PermitState.ACTIVE, PermitState.SUSPENDED)
        else was
    )
