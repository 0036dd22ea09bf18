"""Frozen values about records that stand for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class MergeView:
    """One entry of the merge journal. `undone_at`: when it was taken back."""

    id: int
    kept_id: int
    other_id: int
    reason: str
    by_user: int | None
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records that may be one person."""

    one_id: int
    other_id: int
    name: str
    birth_date: date | None
