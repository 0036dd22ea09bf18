"""Frozen values of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as pages show it: the number masked."""

    id: int
    kind: str
    issuer: str
    masked: str
    live: bool
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of the household, or a guardian, as seen from one person.

    `relation` is the GB/T 4761 code of what they are to that person; where that does not follow it is their relation to
    the head of the household, and `to_head` says so.
    """

    person_id: int
    name: str
    relation: str
    birth_date: date | None
    role: str
    to_head: bool = False


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person with documents and phone masked."""

    id: int
    name: str
    sex: str
    birth_date: date | None
    nationality: str
    origin: str
    hukou_text: str
    education: str
    marital: str
    phone_masked: str
    documents: tuple[DocumentView, ...]
    recorded_at: datetime
    merged_ids: tuple[int, ...] = ()
    merged_into: int | None = None

    def age_on(self, day: date) -> int | None:
        """Full years on that day."""
        if self.birth_date is None:
            return None
        return (
            day.year
            - self.birth_date.year
            - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a search result."""

    person_id: int
    name: str
    sex: str
    birth_date: date | None
    region: str
    current: bool
    doc_masked: str
    matched: str


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of results and an honest count: `count` is exact unless `capped`, then "more than"."""

    found: tuple[Found, ...]
    count: int
    capped: bool
