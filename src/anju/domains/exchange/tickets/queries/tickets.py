"""Tickets: those that wait, by term; one; those of a person."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from anju.domains.exchange.sources.rules.reading import readable_for
from anju.domains.exchange.tickets.data.tickets import WAITING, Ticket, TicketState
from anju.domains.exchange.tickets.models import Ticket as Row
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.errors import NotFound

CONTENT, ANSWER = "exchange.ticket", "exchange.ticket_answer"


def bound(row: Row) -> bytes:
    """What names the row of a ticket's ciphertexts."""
    return row_of(row.fact_id, row.field, row.number)


def tickets(
    *, waiting: bool, purpose: str, limit: int, offset: int = 0
) -> tuple[list[Ticket], int]:
    """Tickets the transaction may see, of the sources that may be read for this purpose, those whose term ends first at
    the top, and how many there are."""
    rows = Row.objects.filter(source__in=readable_for(purpose)).order_by("due", "id")
    if waiting:
        rows = rows.filter(state__in=[s.value for s in WAITING])
    return values(rows[offset : offset + limit]), rows.count()


def of_persons(person_ids: Collection[int]) -> list[Ticket]:
    """All tickets about these records, the newest first."""
    return values(Row.objects.filter(person_id__in=list(person_ids)).order_by("-opened_at", "-id"))


def ticket(ticket_id: int) -> Ticket:
    """One ticket. `NotFound` ``source_ticket_unknown``."""
    found = values(Row.objects.filter(pk=ticket_id))
    if not found:
        raise NotFound("source_ticket_unknown")
    return found[0]


def to_send(source: str) -> list[Ticket]:
    """Tickets that the department has not been given yet."""
    return values(Row.objects.filter(source=source, state=TicketState.OPEN).order_by("id"))


def values(found: Iterable[Row]) -> list[Ticket]:
    """Rows as values."""
    rows = list(found)
    contents = decrypt_many([r.content_cipher for r in rows], CONTENT, rows=map(bound, rows))
    answers = decrypt_many([r.answer_cipher for r in rows], ANSWER, rows=map(bound, rows))
    return [
        Ticket(
            row.pk,
            row.source,
            row.fact_id,
            row.person_id,
            row.field,
            stored["stated"],
            stored["proposed"],
            stored["why"],
            TicketState(row.state),
            row.outcome,
            answer,
            row.opened_label,
            row.opened_at,
            row.due,
            row.sent_at,
            row.answered_at,
        )
        for row, stored, answer in zip(rows, map(json.loads, contents), answers, strict=True)
    ]
