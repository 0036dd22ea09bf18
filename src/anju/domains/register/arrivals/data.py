"""Frozen values of the reception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

CAME, WENT, MOVED = "came", "went", "moved"


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody known to the parties of a reception. `home_id`: where they live there today; None: they work for the
    employer and have no bed."""

    person_id: int
    name: str
    sex: str
    masked: str
    home_id: int | None


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One coming or going that was entered on a day, at the reception or by a form of the same party.

    `kind`: came, went, moved (`before_home_id`: from where). `item`: what was declared. `review_id`: of a guest's own
    declaration the item by which it was confirmed, `by_user` who did; undone by `undo_decision`, all others by `undo`
    of their batch."""

    declaration_id: int
    batch_id: int
    review_id: int | None
    kind: str
    status: str
    reason: str
    person_id: int | None
    home_id: int | None
    before_home_id: int | None
    effective: date | None
    at: datetime
    by: str
    by_user: int | None
    item: Mapping[str, Any] = field(repr=False)

    @property
    def counts(self) -> bool:
        """True unless it was refused, undone, or waits for somebody's answer."""
        return self.status in ("applied", "unchanged")
