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


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """What a record, with all records it stands for, says of who somebody is. `numberings` are the
    kinds of numbers among the documents in force (`rules.merging`)."""

    birth_dates: frozenset[date]
    nationalities: frozenset[str]
    numberings: frozenset[str]


@dataclass(frozen=True, slots=True)
class MergeRequestView:
    """A merge that two persons decide. `contradictions` as found when it was asked for; `decision` is
    empty while it waits, else approve or refuse."""

    id: int
    kept_id: int
    other_id: int
    contradictions: tuple[str, ...]
    reason: str
    asked_by: int
    asked_label: str
    asked_at: datetime
    decision: str
    decided_label: str
    decided_at: datetime | None
    note: str
