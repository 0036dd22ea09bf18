"""Frozen values about one form and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One declaration of the form, with the latest question about it (`review_id` None: there is none)."""

    id: int
    kind: str
    status: str
    reason: str
    person_id: int | None
    home_id: int | None
    region: str
    effective: date | None
    due_at: datetime | None
    review_id: int | None
    question: str | None
    staff_from: datetime | None
    review_due: datetime | None
    decided_at: datetime | None
    item: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SubmissionReceipt:
    """One form. `state`: applied or undone."""

    id: int
    state: str
    channel: str
    label: str
    by_label: str
    created_at: datetime
    undone_at: datetime | None
    source: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """A duty to register and whether it was kept: `late` in full days, 0 when in time."""

    due_at: datetime
    source: str
    late: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What is wrong with one field of one row, as a reason code."""

    row: int
    field: str
    reason: str
