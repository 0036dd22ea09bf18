"""Frozen values of imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

FORMS = ("employer-roster", "rental-tenants", "inflow", "outflow")


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a roster against what is known: `fields` maps field → (before, after); phones come masked."""

    row: int
    person_id: int
    name: str
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a roster by name: a newcomer (`row`) or one who is missing from the list (`person_id`)."""

    row: int
    person_id: int | None
    name: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A roster against who is known to work there. `left` are proposals: nobody is removed by silence."""

    unchanged: int
    changed: tuple[Difference, ...]
    joined: tuple[Member, ...]
    left: tuple[Member, ...]
    doubtful: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A refused row with its cells as they came, and the mapped ones a person can mend in place."""

    row: int
    reason: str
    name: str
    doc_number: str
    phone: str
    start: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import: its state and figures. `counts` holds rows, accepted, rejected, problems, warnings, and for rosters
    unchanged, joined, left, changed; after apply also applied, waiting, seconds."""

    id: int
    form: str
    file_name: str
    sheet: str
    label: str
    channel: str
    region: str
    party: str
    employer_id: int | None
    state: str
    counts: dict[str, Any]
    mapping: dict[str, Any] | None
    by_label: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
