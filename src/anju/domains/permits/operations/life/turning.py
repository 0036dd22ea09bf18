"""One turn of a permit's life on one screen: state, life line, audit row, event, in the caller's transaction.

Nothing else in this domain writes `Permit.state` or a `PermitEvent` of one permit; the nightly work does the same for
many at once (`nightly`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from anju.domains.permits.data.held import PermitView
from anju.domains.permits.data.states import Held
from anju.domains.permits.data.turns import TurnKind
from anju.domains.permits.models import Permit, PermitEvent
from anju.domains.permits.queries.life.values import permit_view
from anju.domains.permits.rules import states
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound
from anju.foundation.events import api as events


def locked(permit_id: int, *, version: int | None = None) -> Permit:
    """The permit, held for this transaction. Raises `NotFound`; `Conflict` when it is no longer the version seen."""
    permit = Permit.objects.select_for_update().filter(id=permit_id).first()
    if permit is None:
        raise NotFound("permit_unknown")
    if version is not None and permit.version != version:
        raise Conflict("permit_changed", number=permit.number)
    return permit


def begin(permit: Permit, kind: TurnKind, *, actor: Actor, at: datetime, application_id: int | None = None,
          detail: Mapping[str, Any] | None = None) -> PermitView:
    """Put a new permit with its first turn. Its state is the caller's, and one in which a permit may begin."""
    if Held(permit.state) not in states.TURNS[kind].after:
        raise Conflict("permit_state", turn=str(kind), state=permit.state)
    permit.state_since = permit.created_at = at
    permit.save(force_insert=True)
    _write(permit, kind, "", "", actor, at, local_date(at), application_id, detail or {})
    return permit_view(permit)


def turn(permit: Permit, kind: TurnKind, *, actor: Actor, at: datetime, reason: str = "", to: Held | None = None,
         effective: date | None = None, application_id: int | None = None, detail: Mapping[str, Any] | None = None,
         **changes: Any) -> PermitView:  # noqa: ANN401 - columns of the permit
    """Let this befall a locked permit; `changes` are further columns that change with it.

    Raises `Conflict` `permit_state` for a turn its state does not allow, `Refused` `permit_reason`.
    """
    before = Held(permit.state)
    reason = states.reason_of(kind, reason) if states.TURNS[kind].reasons else reason
    now = states.after(kind, before, asked=to)
    permit.state = now
    if now != before:
        permit.state_since = at
    for name, value in changes.items():
        setattr(permit, name, value)
    permit.version += 1
    permit.save(update_fields=["state", "state_since", "version", *changes])
    _write(permit, kind, reason, before, actor, at, effective or local_date(at), application_id, detail or {})
    return permit_view(permit)


def _write(permit: Permit, kind: TurnKind, reason: str, before: str, actor: Actor, at: datetime, effective: date,
           application_id: int | None, detail: Mapping[str, Any]) -> None:
    """The life line, the trail and the news. The region of the day is kept, so that figures of a past month stay."""
    event = PermitEvent.objects.create(
        permit_id=permit.pk, at=at, effective=effective, kind=str(kind), reason=reason,
        article=states.article_of(kind, reason), from_state=str(before), to_state=str(permit.state),
        application_id=application_id, by_user=actor.user_id, by_label=actor.label[:100],
        detail={**detail, "region": permit.region})
    audit.record_write(actor, action=f"permits.{kind}", subject_kind="permit", subject_id=permit.pk,
                       person_id=permit.person_id, at=at,
                       detail={"from": str(before), "to": str(permit.state), "reason": reason, "event": event.pk})
    events.emit(f"permits.{kind}", {"permit": permit.pk, "person": permit.person_id, "state": str(permit.state),
                                    "from": str(before), "reason": reason, "event": event.pk}, at=at)
