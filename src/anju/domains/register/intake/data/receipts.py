"""Frozen values about one form and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SEEN = "seen"
"""The effect of a declaration that keeps which doubts somebody confirmed, and by what each."""
BASES = ("card", "household_register", "birth_certificate", "explained", "document", "review")
"""By what a doubt was confirmed: papers that were seen, what the person explained; `document`: a system that sends has
the document in hand; `review`: the decision of a review item."""


@dataclass(frozen=True, slots=True)
class Line:
    """One declaration of the form, with the latest question about it (`review_id` None: there is none).
    `confirmed`: doubts about it that somebody confirmed → by what (`BASES`)."""

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
    confirmed: dict[str, str]


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


def confirmed_in(effects: Mapping[str, Any] | None) -> dict[str, str]:
    """Which doubts the effects of a declaration keep as confirmed, and by what each."""
    kept = (effects or {}).get(SEEN, {})
    return dict(kept) if isinstance(kept, Mapping) else dict.fromkeys(kept, "card")
