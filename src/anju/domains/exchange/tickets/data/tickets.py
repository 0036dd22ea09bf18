"""Correction tickets as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TicketState(StrEnum):
    """`open`: not yet sent; `sent`: the department has it; `answered`; `withdrawn`: by the office."""

    OPEN = "open"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """`corrected`: the department puts its fact right; `upheld`: it stands by it; `changed`: it sent another value
    before it answered."""

    CORRECTED = "corrected"
    UPHELD = "upheld"
    CHANGED = "changed"


WAITING = (TicketState.OPEN, TicketState.SENT)
TERM_DAYS = 10
"""Days in which a department answers, unless its agreement says otherwise."""
LONGEST_WHY, LONGEST_VALUE = 500, 100


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket. `stated`: what the department says; `proposed`: what the office thinks is right ("": not known)."""

    id: int
    source: str
    fact_id: int
    person_id: int
    field: str
    stated: str
    proposed: str
    why: str
    state: TicketState
    outcome: str
    answer: str
    opened_label: str
    opened_at: datetime
    due: date
    sent_at: datetime | None
    answered_at: datetime | None
