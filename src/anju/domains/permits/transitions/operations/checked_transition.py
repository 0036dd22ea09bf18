"""A permit's transitions by the table of `transitions.rules.transitions`: asked here whether the transition is allowed,
written by `transitions.operations.transition` (state, life line, audit row, event).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from anju.domains.permits.transitions.data.states import PermitState
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.operations import transition
from anju.domains.permits.transitions.operations.transition import Transition, record_transition
from anju.domains.permits.transitions.queries import permit_view
from anju.domains.permits.transitions.rules import transitions
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, NotFound


def locked(permit_id: int, *, version: int | None = None) -> Permit:
    """The permit, held for this transaction. Raises `NotFound`; `Conflict` when it is no longer the version seen."""
    permit = Permit.objects.select_for_update().filter(id=permit_id).first()
    if permit is None:
        raise NotFound("permit_unknown", id=permit_id)
    if version is not None and permit.version != version:
        raise Conflict("permit_changed", number=permit.number)
    return permit


def begin(
    permit: Permit,
    kind: TransitionKind,
    *,
    actor: Actor,
    at: datetime,
    application_id: int | None = None,
    effective: date | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Put a new permit with its first transition, in a state in which that transition may leave it."""
    if PermitState(permit.state) not in transitions.TRANSITIONS[kind].after:
        raise Conflict("permit_turn", number=permit.number, before="", after=permit.state)
    permit.state_since = permit.created_at = at
    permit.save(force_insert=True)
    what = Transition(
        to=PermitState(permit.state),
        kind=str(kind),
        article=transitions.article_of(kind),
        application_id=application_id,
        effective=effective,
        detail={**(detail or {}), "region": permit.region},
    )
    record_transition(permit, what, "", actor=actor, at=at)


def make_transition(
    permit: Permit,
    kind: TransitionKind,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    to: PermitState | None = None,
    effective: date | None = None,
    application_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    **sets: Any,  # noqa: ANN401
) -> Permit:
    """Apply a transition to a locked permit; `sets` are further columns that change with it. The
    region of the day is kept in the life line, so that figures of a past month stay what they were.

    Raises `Conflict` ``permit_turn`` for a transition its state does not allow, `Refused` ``permit_reason``.
    """
    before = PermitState(permit.state)
    reason = transitions.reason_of(kind, reason)
    what = Transition(
        to=transitions.after(kind, before, asked=to, number=permit.number),
        kind=str(kind),
        reason=reason,
        article=transitions.article_of(kind, reason),
        effective=effective,
        application_id=application_id,
        sets=sets,
        detail={**(detail or {}), "region": sets.get("region", permit.region)},
    )
    if kind is TransitionKind.UNDONE:
        return _back(permit, what, actor=actor, at=at)
    return transition.apply_transition(permit.pk, what, actor=actor, at=at)


def _back(permit: Permit, what: Transition, *, actor: Actor, at: datetime) -> Permit:
    """The one way out of an end: a decision is taken back. The table alone knows it;
    `data.states.NEXT` goes forward."""
    before = permit.state
    permit.state, permit.state_since, permit.version = what.to.value, at, permit.version + 1
    for name, value in what.sets.items():
        setattr(permit, name, value)
    permit.save(update_fields=["state", "state_since", "version", *what.sets])
    record_transition(permit, what, before, actor=actor, at=at)
    return permit


__all__ = ["begin", "locked", "make_transition", "permit_view"]
