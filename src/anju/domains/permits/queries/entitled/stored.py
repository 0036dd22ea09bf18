"""The answers as last stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anju.foundation.db.statements import rows


@dataclass(frozen=True, slots=True)
class Stored:
    """What was last worked out for one person, and when they were invited."""

    person_id: int
    entitled: bool
    entitled_from: date | None
    path: str
    computed_at: datetime
    invited_at: datetime | None
    invited_by: str


def stored(person_ids: Sequence[int]) -> dict[int, Stored]:
    """The stored answers of those people whom the transaction sees and of whom there is one. One query."""
    return {r[0]: Stored(*r) for r in rows("""SELECT person_id, entitled, entitled_from, path, computed_at, invited_at,
        invited_by FROM permits_entitlement WHERE person_id = ANY(%s)""", [list(person_ids)], often=True)}
