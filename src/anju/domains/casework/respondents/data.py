"""A notice to the other side of a case and what came of it: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from anju.domains.casework.cases.data import (
    AnswerTerm,
    CaseEvent,
    Evidence,
    Matter,
    ProducedDocument,
    RespondentRule,
)

MOST_NAME, MOST_ADDRESS = 100, 200


class NoticeState(StrEnum):
    """How a notice stands: its term runs, it was answered, or the term passed without an answer."""

    RUNNING = "running"
    ANSWERED = "answered"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Payment:
    """What the other side says it paid, and on which day."""

    amount: Decimal
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to the other side. `party`: of an employer on file, "" for others; `claim`: what it is informed of, by
    fact, with `claimant`; `received`: what the worker says has come."""

    id: int
    case_id: int
    number: str
    matter: Matter
    rule: RespondentRule
    term: AnswerTerm
    party: str
    name: str
    address: str
    claimant: str
    claim: Mapping[str, str]
    person_id: int
    region: str
    stage: str
    notified_at: datetime
    due_at: datetime
    answered_at: datetime | None
    received: Decimal
    closed_at: datetime | None
    events: tuple[CaseEvent, ...]
    files: tuple[Evidence, ...]
    payments: tuple[Payment, ...]

    def state(self, now: datetime) -> NoticeState:
        """How it stands at a moment. An answer after the term is an answer; `late` says that it came late."""
        if self.answered_at is not None:
            return NoticeState.ANSWERED
        return NoticeState.SILENT if now > self.due_at else NoticeState.RUNNING

    @property
    def late(self) -> bool:
        """It was answered after its term."""
        return self.answered_at is not None and self.answered_at > self.due_at

    @property
    def documents(self) -> tuple[tuple[ProducedDocument, bool], ...]:
        """What it must produce, and whether a file of that kind is there."""
        kinds = {f.kind for f in self.files}
        return tuple((d, d.code in kinds) for d in self.rule.documents)

    @property
    def stated(self) -> Decimal:
        """What it says it paid in all."""
        return sum((p.amount for p in self.payments), Decimal(0))
