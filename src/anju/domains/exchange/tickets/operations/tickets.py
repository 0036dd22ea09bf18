"""Opening a ticket, giving it to the department, its answer, taking it back. Each step leaves its audit row."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from anju.domains.exchange.deliveries.queries.facts import fact_of, successors
from anju.domains.exchange.tickets.data.tickets import (
    LONGEST_VALUE,
    LONGEST_WHY,
    TERM_DAYS,
    WAITING,
    Outcome,
    Ticket,
    TicketState,
)
from anju.domains.exchange.tickets.models import Ticket as Row
from anju.domains.exchange.tickets.queries.tickets import ANSWER, CONTENT, bound, values
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

EDIT = "person.edit"


def open_ticket(
    fact_id: int, field: str, *, proposed: str, why: str, actor: Actor, at: datetime
) -> int:
    """Doubt a field of a department's fact about a person; the ticket's number.

    `NotFound` ``fact_unknown`` (also of a source that may not be read for the actor's purpose), `Refused`
    ``ticket_field``, ``ticket_why``, ``identity_number_in_text``, `Conflict` ``ticket_known``.
    """
    actor.require(EDIT)
    found = fact_of(fact_id, purpose=actor.purpose)
    if found is None or found.person_id is None:
        raise NotFound("fact_unknown")
    if field not in found.fact.content:
        raise Refused("ticket_field")
    if not why.strip():
        raise Refused("ticket_why")
    require_no_identity_number(proposed, why)
    row = Row(
        source=found.fact.source,
        fact_id=fact_id,
        person_id=found.person_id,
        region=found.region,
        field=field,
        number=Row.objects.filter(fact_id=fact_id, field=field).count() + 1,
        opened_label=actor.label[:100],
        opened_at=at,
        due=local_date(at) + timedelta(days=TERM_DAYS),
    )
    stored = {
        "stated": found.fact.content[field],
        "proposed": proposed.strip()[:LONGEST_VALUE],
        "why": why.strip()[:LONGEST_WHY],
    }
    row.content_cipher = encrypt(json.dumps(stored, ensure_ascii=False), CONTENT, row=bound(row))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict("ticket_known") from error
    _record(actor, "exchange.ticket_opened", row, at)
    return row.pk


def mark_sent(ticket_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """Note that the department was given these tickets."""
    for row in _locked(ticket_ids).filter(state=TicketState.OPEN):
        row.state, row.sent_at = TicketState.SENT, at
        row.save(update_fields=["state", "sent_at"])
        _record(actor, "exchange.ticket_sent", row, at)


def answer_ticket(
    ticket_id: int, *, outcome: str, text: str, actor: Actor, at: datetime, source: str = ""
) -> Ticket:
    """Write the department's answer down; the same answer again changes nothing.

    `NotFound` ``source_ticket_unknown`` (also of another department than `source`), `Refused` ``ticket_outcome``,
    ``identity_number_in_text``, `Conflict` ``ticket_done``.
    """
    actor.require(EDIT)
    if outcome not in (Outcome.CORRECTED, Outcome.UPHELD):
        raise Refused("ticket_outcome")
    require_no_identity_number(text)
    row = _locked([ticket_id]).first()
    if row is None or (source and row.source != source):
        raise NotFound("source_ticket_unknown")
    if row.state not in WAITING:
        if row.outcome == outcome:
            return values([row])[0]
        raise Conflict("ticket_done")
    _answer(row, Outcome(outcome), text.strip()[:LONGEST_WHY], at)
    _record(actor, "exchange.ticket_answered", row, at)
    return values([row])[0]


def withdraw_ticket(ticket_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a ticket back. `NotFound` ``source_ticket_unknown``, `Conflict` ``ticket_done``."""
    actor.require(EDIT)
    row = _locked([ticket_id]).first()
    if row is None:
        raise NotFound("source_ticket_unknown")
    if row.state not in WAITING:
        raise Conflict("ticket_done")
    row.state, row.answered_at = TicketState.WITHDRAWN, at
    row.save(update_fields=["state", "answered_at"])
    _record(actor, "exchange.ticket_withdrawn", row, at)


def follow_changes(source: str, *, actor: Actor, at: datetime) -> int:
    """Close the waiting tickets of a source whose field it has sent another value of meanwhile; how many."""
    rows = list(
        Row.objects.select_for_update().filter(source=source, state__in=[s.value for s in WAITING])
    )
    now_say = successors([r.fact_id for r in rows])
    closed = 0
    for row, ticket in zip(rows, values(rows), strict=True):
        content = now_say.get(row.fact_id)
        if content is not None and content.get(row.field, "") != ticket.stated:
            _answer(row, Outcome.CHANGED, content.get(row.field, ""), at)
            _record(actor, "exchange.ticket_answered", row, at)
            closed += 1
    return closed


def _answer(row: Row, outcome: Outcome, text: str, at: datetime) -> None:
    row.state, row.outcome, row.answered_at = TicketState.ANSWERED, outcome.value, at
    row.answer_cipher = encrypt(text, ANSWER, row=bound(row)) if text else None
    row.save(update_fields=["state", "outcome", "answered_at", "answer_cipher"])


def _locked(ticket_ids: Collection[int]) -> QuerySet[Row]:
    return Row.objects.select_for_update().filter(pk__in=list(ticket_ids)).order_by("id")


def _record(actor: Actor, action: str, row: Row, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_ticket",
        subject_id=row.pk,
        at=at,
        detail={"source": row.source, "field": row.field},
    )
