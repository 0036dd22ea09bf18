"""Writing a step: its line in the history, the case as it then stands, its terms, the audit row and the event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from anju.domains.casework.cases.data import CaseState, Side, Step
from anju.domains.casework.cases.models import Case, CaseEventRow
from anju.domains.casework.cases.queries.cases import TEXT, clocks_of, happened_in
from anju.domains.casework.cases.rules.clocks import due, met_in_time
from anju.domains.casework.cases.rules.stepping import after, kept_text
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.statements import next_ids
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

CASE_EVENT = "casework.step"
"""A case took a step: ``case``, ``person``, ``step``, ``side``, ``matter``."""


def known(row: Case, key: str) -> bool:
    """The same request was answered before."""
    return CaseEventRow.objects.filter(case=row, key=key).exists()


def take(
    row: Case,
    step: Step,
    side: Side,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    detail: Mapping[str, str] | None = None,
    respondent: int | None = None,
) -> None:
    """Take a step in a locked case; other columns of the row may have been changed by the caller. Raises what
    `stepping.after` and `kept_text` raise, and `Refused` ``identity_number_in_text``. `respondent`: the notice to the
    other side that it is about."""
    words = kept_text(text)
    require_no_identity_number(words)
    before = CaseState(row.state) if step is not Step.FILED else None
    state = after(step, before, side, text=words) if before else CaseState.OPEN
    _write_line(
        row,
        step,
        side,
        key=key,
        actor=actor,
        at=at,
        text=words,
        detail=detail,
        respondent=respondent,
    )
    row.state, row.version = state.value, row.version + 1
    if state is CaseState.CLOSED:
        row.closed_at, row.appointed_at = row.closed_at or at, None
    elif row.closed_at is not None:
        row.closed_at = None
    if side is Side.OFFICE:
        row.unread = False
    elif step is not Step.FILED:
        row.unread = True
    _set_terms(row, at)
    row.save()
    audit.record_write(
        actor,
        action="casework.step",
        subject_kind="case",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"step": step.value, "side": side.value, "to": state.value, **(detail or {})},
    )
    events.emit(
        CASE_EVENT,
        {
            "case": row.pk,
            "person": row.person_id,
            "step": step.value,
            "side": side.value,
            "matter": row.matter,
        },
        at=at,
    )


def _write_line(
    row: Case,
    step: Step,
    side: Side,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    detail: Mapping[str, str] | None = None,
    respondent: int | None = None,
) -> None:
    """The line in the history alone."""
    (number,) = next_ids("casework_event", 1)
    CaseEventRow.objects.create(
        id=number,
        case=row,
        step=step.value,
        side=side.value,
        text_cipher=encrypt(text, TEXT, row=row_of(number)) if text else None,
        detail=dict(detail or {}),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
        respondent_id=respondent,
    )


def _set_terms(row: Case, at: datetime) -> None:
    """Note when the office and the person next owe something; of a closed case, whether the office met its terms."""
    found = clocks_of(row, happened_in(row.pk), at)
    row.terms_met = ("in_time" if met_in_time(found) else "late") if row.closed_at else ""
    row.due_at = due(found, Side.OFFICE)
    row.person_due_at = due(found, Side.PERSON)
