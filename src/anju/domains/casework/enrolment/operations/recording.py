"""Writing a step of an application: its line in the history, the state it leads to, the audit row and the event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from anju.domains.casework.enrolment.data import MOST_TEXT, STEPS, EnrolmentState, EnrolmentStep
from anju.domains.casework.enrolment.models import EnrolmentEventRow, EnrolmentRow
from anju.domains.casework.enrolment.queries.enrolments import TEXT
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

ENROLMENT_EVENT = "casework.enrolment"
"""An application took a step: ``family``, ``guardian``, ``step``, ``by_office``."""


def known(row: EnrolmentRow, key: str) -> bool:
    """The same request was answered before."""
    return EnrolmentEventRow.objects.filter(enrolment=row, key=key).exists()


def sound(text: str, *, needed: bool = False) -> str:
    """Words as they are kept. `Refused` ``case_text_missing``, ``case_text_long``, ``identity_number_in_text``."""
    words = "\n".join(visible(line) for line in text.splitlines()).strip()
    if needed and not words:
        raise Refused("case_text_missing")
    if len(words) > MOST_TEXT:
        raise Refused("case_text_long", most=MOST_TEXT)
    require_no_identity_number(words)
    return words


def take(
    row: EnrolmentRow,
    step: EnrolmentStep,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    detail: Mapping[str, str] | None = None,
    by_office: bool = False,
) -> None:
    """Take a step in a locked application; other columns may have been changed by the caller. `Conflict`
    ``enrolment_step`` where the state does not allow it; what `sound` raises."""
    rule, words = STEPS[step], sound(text)
    if step is not EnrolmentStep.FILED and EnrolmentState(row.state) not in rule.after:
        raise Conflict("enrolment_step", number=row.number)
    row.state = rule.to.value if rule.to else row.state
    row.version += 1
    row.save()
    (number,) = next_ids("casework_enrolment_event", 1)
    EnrolmentEventRow.objects.create(
        id=number,
        enrolment=row,
        step=step.value,
        text_cipher=encrypt(words, TEXT, row=row_of(number)) if words else None,
        detail=dict(detail or {}),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    audit.record_write(
        actor,
        action="casework.enrolment",
        subject_kind="enrolment",
        subject_id=row.pk,
        at=at,
        person_id=row.child_id,
        detail={"step": step.value, "to": row.state, **(detail or {})},
    )
    events.emit(
        ENROLMENT_EVENT,
        {
            "family": row.family,
            "guardian": row.guardian_id,
            "step": step.value,
            "by_office": by_office,
        },
        at=at,
    )
