"""The office decides about an operation that could not count by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from anju.domains.fieldwork.sync.data.devices import DeviceState
from anju.domains.fieldwork.sync.data.office import Decision, Side
from anju.domains.fieldwork.sync.data.operations import (
    HomeNamed,
    Kind,
    Operation,
    Outcome,
    Reason,
    Status,
)
from anju.domains.fieldwork.sync.models import Device
from anju.domains.fieldwork.sync.models import Operation as Row
from anju.domains.fieldwork.sync.operations.applying import Holder
from anju.domains.fieldwork.sync.operations.store import Tables
from anju.domains.fieldwork.sync.queries.devices import account_now
from anju.domains.fieldwork.sync.queries.kept import operation_of, outcome_of
from anju.domains.fieldwork.sync.queries.offices import DECIDE
from anju.domains.fieldwork.sync.rules.deciding import Verdict, decide
from anju.domains.fieldwork.sync.rules.devices import state_of
from anju.domains.fieldwork.sync.rules.offices import chosen, decidable
from anju.domains.fieldwork.sync.rules.receiving import release
from anju.domains.places import api as places
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

LONGEST_NOTE = 300


def decide_operation(
    operation_id: int,
    *,
    decision: Decision,
    actor: Actor,
    at: datetime,
    sides: Mapping[str, Side] | None = None,
    home_code: str = "",
    note: str = "",
) -> Outcome:
    """Let an operation count (by the actor's own rights, as declared by whoever sent it), refuse it, or close it as
    seen to by other means. `sides`: of each field that both sides changed, whose value stands. `home_code`: the home
    that is meant where none was found or one may be the same. What waited for it is looked at again.

    `NotFound` ``operation_unknown``; `NotAllowed`; `Conflict` ``operation_decided``; `Refused` ``decision_unfit``,
    ``reason_missing`` (refusing and closing are explained), ``side_missing`` (field), ``operation_still_waits``
    (reason), and what the register refuses.
    """
    require_no_identity_number(note)
    if decision is not Decision.ACCEPT and not note.strip():
        raise Refused("reason_missing")
    with transaction.atomic():
        row = _locked(operation_id)
        actor.require(DECIDE, region=row.region)
        _require_open(row, decision)
        store = _store(row, actor, at, home_code)
        if decision is Decision.ACCEPT:
            outcome = _accept(row, store, sides or {})
        else:
            outcome = Outcome(Status.REFUSED, note_reason(decision), {"note": note.strip()})
        store.move(row.key, outcome) if row.first else _move(row, outcome)
        if outcome.reason == Reason.HOME_ALIKE:
            return outcome  # right and place are settled; which home it is, a person says next
        row.decision, row.decided_at, row.note = decision, at, note.strip()[:LONGEST_NOTE]
        row.decided_by, row.decided_label = actor.user_id, actor.label[:100]
        row.save(update_fields=["decision", "decided_at", "note", "decided_by", "decided_label"])
        record_write(
            actor,
            action=f"field.{decision.value}",
            subject_kind="field_operation",
            subject_id=row.id,
            at=at,
            detail={"kind": row.kind, "reason": row.reason, "status": outcome.status},
        )
        if row.first:
            _release(row, at)
    return outcome


def _release(row: Row, at: datetime) -> None:
    """Look again at what waited for it, by the rights that its sender has today."""
    holder = holder_now(row, at)
    with acting(holder):
        release(row.key, _store(row, holder, at, ""))


def note_reason(decision: Decision) -> str:
    """The reason that a device reads."""
    return "refused_by_office" if decision is Decision.REFUSE else "closed_by_office"


def _locked(operation_id: int) -> Row:
    """The operation, with all its sender sends held up until this is done. `NotFound` for one out of sight."""
    row = Row.objects.filter(id=operation_id).first()
    if row is None:
        raise NotFound("operation_unknown")
    list(Device.objects.select_for_update().filter(user_id=row.user_id).order_by("id"))
    return Row.objects.select_for_update().get(id=operation_id)


def _require_open(row: Row, decision: Decision) -> None:
    if row.decision:
        raise Conflict("operation_decided")
    fitting = decidable(outcome_of(row), declared=row.declaration_id is not None, decided=False)
    if decision not in fitting:
        raise Refused("decision_unfit")


def _store(row: Row, actor: Actor, at: datetime, home_code: str) -> Tables:
    """The tables of whoever sent it. The office's word stands for the device's, whatever became of that."""
    device, own = row.device, actor.user_id == row.user_id
    state = state_of(revoked_at=device.revoked_at, expires_at=device.expires_at, at=at)
    return Tables(
        Holder(row.user_id, holder_now(row, at).label, actor),
        device,
        state if own else DeviceState.ACTIVE,
        at,
        home_code=home_code.strip(),
    )


def holder_now(row: Row, at: datetime) -> Actor:
    """Whoever sent it, with the rights of today; none for a closed account and for a device that was revoked."""
    holder = account_now(row.user_id, at=at)
    return holder if row.device.revoked_at is None else replace(holder, grants=())


def _accept(row: Row, store: Tables, sides: Mapping[str, Side]) -> Outcome:
    operation = operation_of(row)
    if operation is None:
        raise Refused("decision_unfit")
    store.sure = row.reason == Reason.HOME_ALIKE
    if store.home_code:
        operation = replace(operation, home=HomeNamed(code=store.home_code))
    verdict = _verdict(operation, store, sides)
    if operation.kind is Kind.WITHDRAW:
        raise Refused("decision_unfit")
    if store.home_code and places.home_by_code(store.home_code) is None:
        raise NotFound("home_unknown")
    return store.apply(operation, verdict)


def _verdict(operation: Operation, store: Tables, sides: Mapping[str, Side]) -> Verdict:
    """As it would be decided were it not for what it follows; with the actor's choice between two values."""
    facts = store.facts(operation)
    verdict = decide(replace(operation, after=()), facts)
    if verdict.outcome is not None:
        raise Refused("operation_still_waits", reason=verdict.outcome.reason)
    if not operation.changes:
        return verdict
    verdict = chosen(operation, facts.present, sides)
    if verdict.conflicts:
        raise Refused("side_missing", field=sorted(verdict.conflicts))
    return verdict


def _move(row: Row, outcome: Outcome) -> None:
    row.status, row.reason, row.facts = outcome.status, outcome.reason, dict(outcome.facts)
    row.save(update_fields=["status", "reason", "facts"])
