"""What an approved application asks for is done: the one place where a decision becomes a transition of a permit."""

from __future__ import annotations

from datetime import datetime

from anju.domains.permits.applications.data import ApplicationState, Kind
from anju.domains.permits.applications.models import Application
from anju.domains.permits.lifecycle.operations import endorsing, loss_and_replacement
from anju.domains.permits.production.operations.ordering import end_all
from anju.domains.permits.transitions.data.transitions import (
    CancelReason,
    CardReason,
    TransitionKind,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.permits.transitions.operations import locked, make_transition
from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotFound

CARDS = {
    Kind.ADDRESS_CHANGE: CardReason.ADDRESS,
    Kind.REPLACE_LOST: CardReason.LOST,
    Kind.REPLACE_DAMAGED: CardReason.DAMAGED,
}


def carry_out(
    application_id: int, *, actor: Actor, at: datetime, photo_id: int | None = None
) -> int:
    """Do what an approved application asks, in the caller's transaction; the permit's id. Done once, it does nothing.

    A first permit is opened by the decision itself (`issuing.open_permit`): it must not exist without the other.

    Raises `Conflict` ``application_not_approved``, and whatever the transition itself refuses.
    """
    with as_intake_role():
        asked = Application.objects.select_for_update().filter(id=application_id).first()
        if asked is None:
            raise NotFound("application_unknown", id=application_id)
        if asked.state != ApplicationState.APPROVED:
            raise Conflict("application_not_approved", number=asked.number)
        done = PermitEvent.objects.filter(application_id=application_id).order_by("id").first()
        if done is not None:
            return done.permit_id
        if asked.kind == Kind.FIRST:
            raise Conflict("application_not_approved", number=asked.number)
        permit_id = _later(asked, actor, at, photo_id)
        if asked.permit_id != permit_id:
            asked.permit_id = permit_id
            asked.save(update_fields=["permit"])
        return permit_id


def _later(asked: Application, actor: Actor, at: datetime, photo_id: int | None) -> int:
    held = (
        asked.permit_id
        or Permit.objects.filter(person_id=asked.person_id)
        .order_by("-id")
        .values_list("id", flat=True)
        .first()
    )
    if held is None:
        raise NotFound("permit_unknown", id=0)
    permit = locked(held)
    kind = Kind(asked.kind)
    if kind in (Kind.ENDORSE, Kind.ENDORSE_LATE):
        endorsing.endorsed(permit, actor=actor, at=at, application_id=asked.pk)
    elif kind is Kind.CANCEL:
        done = make_transition(
            permit,
            TransitionKind.CANCELLED,
            actor=actor,
            at=at,
            reason=CancelReason.OWN_WISH,
            application_id=asked.pk,
        )
        end_all(done, at=at)
    else:
        loss_and_replacement.ordered(
            permit, CARDS[kind], actor=actor, at=at, photo_id=photo_id, application_id=asked.pk
        )
    return permit.pk
