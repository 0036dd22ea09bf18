"""Writing a step: its line in the history, the stay as it then stands, the audit row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from anju.domains.casework.rescue.data import STEPS, StayState, Step
from anju.domains.casework.rescue.models import StayRow, StepRow
from anju.domains.casework.rescue.queries.stations import WORK, holds_there
from anju.domains.casework.rescue.queries.stays import TEXT, seen_row
from anju.domains.casework.rescue.rules.admitting import sound
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.foundation.request_keys import require_key


def held_for(stay_id: int, actor: Actor) -> StayRow:
    """The row, held for this transaction, for whoever works at its station. Ask `see` before, outside the intake
    role."""
    row = StayRow.objects.select_for_update().get(id=stay_id)
    if not holds_there(actor, WORK, row.region):
        raise NotAllowed("rescue_not_yours")
    return row


def see(stay_id: int, actor: Actor, *, key: str) -> None:
    """Raise unless the transaction's own scope admits the stay: `NotFound` ``rescue_stay_unknown``; `Refused`
    ``key_unusable``."""
    require_key(key)
    seen_row(stay_id, actor)


def known(row: StayRow, key: str) -> bool:
    """The same request was answered before."""
    return StepRow.objects.filter(stay=row, key=key).exists()


def take(
    row: StayRow,
    step: Step,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    detail: Mapping[str, str] | None = None,
    happened_at: datetime | None = None,
) -> None:
    """Take a step in a held stay and save it; other columns may have been changed by the caller.

    `Conflict` ``rescue_step`` in a state it cannot follow; `Refused` ``rescue_words_missing`` and what `sound` raises.
    """
    words, rule = sound(text), STEPS[step]
    if rule.after and StayState(row.state) not in rule.after:
        raise Conflict("rescue_step", state=row.state)
    if rule.text and not words:
        raise Refused("rescue_words_missing")
    (number,) = next_ids("casework_rescue_step", 1)
    StepRow.objects.create(
        id=number,
        stay=row,
        step=step.value,
        text_cipher=encrypt(words, TEXT, row=row_of(number)) if words else None,
        detail=dict(detail or {}),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=happened_at or at,
    )
    if rule.to is not None:
        row.state = rule.to.value
    if row.state != StayState.PRESENT.value:
        row.bed = None
    row.version += 1
    row.save()
    audit.record_write(
        actor,
        action="rescue.step",
        subject_kind="rescue_stay",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"step": step.value, "state": row.state},
    )
