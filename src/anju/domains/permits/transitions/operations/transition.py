"""A transition of a permit: the one place where its state changes, with its event, its audit row and
its outbox event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from anju.domains.permits.transitions.data.states import PermitState
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.permits.transitions.rules.states import may_change
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound
from anju.foundation.events import api as events

TRANSITION_EVENT = "permits.turned"
"""The event of every transition: ``permit``, ``person``, ``region``, ``kind``, ``reason``, ``from``, ``to``."""


@dataclass(frozen=True, slots=True)
class Transition:
    """What happens to a permit. `kind` and `reason` have sentences in `interfaces.words.permits`; `effective` is the
    day from which it is so (None: today); `sets` are columns of the permit that change with it."""

    to: PermitState
    kind: str
    reason: str = ""
    article: str = ""
    effective: date | None = None
    application_id: int | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)


def apply_transition(
    permit_id: int, what: Transition, *, actor: Actor, at: datetime, seen: int | None = None
) -> Permit:
    """Apply a transition to a permit; call it as the intake role, after asking whether the actor may.

    `seen`: the version the actor looked at. Raises `NotFound` ``permit_unknown``; `Conflict` ``permit_changed`` when it
    changed since, ``permit_turn`` (``before``, ``after``) when that transition cannot follow its present state.
    """
    row = Permit.objects.select_for_update().filter(id=permit_id).first()
    if row is None:
        raise NotFound("permit_unknown", id=permit_id)
    if seen is not None and seen != row.version:
        raise Conflict("permit_changed", number=row.number)
    before = PermitState(row.state)
    if not may_change(before, what.to):
        raise Conflict("permit_turn", number=row.number, before=before.value, after=what.to.value)
    if before != what.to:
        row.state_since = at
    row.state, row.version = what.to.value, row.version + 1
    for name, value in what.sets.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "state_since", "version", *what.sets])
    record_transition(row, what, before.value, actor=actor, at=at)
    return row


def record_transition(
    row: Permit, what: Transition, before: str, *, actor: Actor, at: datetime
) -> None:
    """Write the transition into the permit's life, the audit trail and the outbox (``before`` is ""
    for a new permit)."""
    PermitEvent.objects.create(
        permit=row,
        at=at,
        effective=what.effective or local_date(at),
        kind=what.kind,
        reason=what.reason,
        article=what.article,
        from_state=before,
        to_state=what.to.value,
        application_id=what.application_id,
        by_user=actor.user_id,
        by_label=actor.label,
        detail=dict(what.detail),
    )
    audit.record_write(
        actor,
        action=f"permit.{what.kind}",
        subject_kind="permit",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"from": before, "to": what.to.value, "reason": what.reason},
    )
    events.emit(
        TRANSITION_EVENT,
        {
            "permit": row.pk,
            "person": row.person_id,
            "region": row.region,
            "kind": what.kind,
            "reason": what.reason,
            "from": before,
            "to": what.to.value,
        },
        at=at,
    )
