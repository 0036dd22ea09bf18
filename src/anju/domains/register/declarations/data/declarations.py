"""Declarations, their sender, their outcome and their review items, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

APPLIED, UNCHANGED, REFUSED, WAITING = "applied", "unchanged", "refused", "waiting"


DOUBTFUL = "doubtful"
"""The kind of review item of a declaration that is possible but unlikely (`intake.rules.plausibility`)."""


BEING_CHECKED = "being_checked"
"""The reason a sender reads for whatever waits because of a person out of their sight."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who declares, by which channel. `source` scopes idempotency keys; `party` is the scope key the sender
    speaks for (a landlord's homes, an employer's people), "" for staff and residents."""

    source: str
    channel: str
    label: str
    party: str = ""
    employer_id: int | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one declaration. `reason` is a code of `interfaces.words` for refused and waiting ones."""

    key: str
    row: int
    status: str
    reason: str
    declaration_id: int
    person_id: int | None
    home_id: int | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer of intake: per item, in the order of the batch."""

    batch_id: int
    outcomes: tuple[Outcome, ...]
    repeated: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Number of items by status."""
        out: dict[str, int] = {}
        for o in self.outcomes:
            out[o.status] = out.get(o.status, 0) + 1
        return out


@dataclass(frozen=True, slots=True)
class ReviewView:
    """An open (or decided) question with what is needed to decide it."""

    id: int
    kind: str
    declaration_id: int
    region: str
    party: str
    facts: dict[str, Any]
    asked_at: datetime
    staff_from: datetime
    due_at: datetime
    decision: str
    decided_at: datetime | None
    decided_label: str
    item: dict[str, Any] = field(default_factory=dict)
    channel: str = ""
    declared_by: str = ""
