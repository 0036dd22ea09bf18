"""Connectors, deliveries and facts as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

SMALLEST = 10
"""Facts in force below which a delivery is not asked whether it shrank."""
MANIFEST = ".manifest.json"


class DeliveryState(StrEnum):
    """`applied`; `refused` as a whole, with a reason; `asking`: it shrank, a person decides; `confirmed`: a person said
    that it is right, it is applied next; `dropped`: a person said that it is wrong."""

    APPLIED = "applied"
    REFUSED = "refused"
    ASKING = "asking"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


OPEN = (DeliveryState.ASKING, DeliveryState.CONFIRMED)


class Match(StrEnum):
    """Whether the subject of a fact is on file: by document number and name, never by likeness."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    NAME_DIFFERS = "name_differs"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a department says of its file. `complete`: everything it has, so that what is missing is absent."""

    sha256: str
    rows: int
    as_of: date | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a delivery: `received` is the sum of the next four. `matched`, `unmatched`,
    `name_differs`: of those applied; `absent`: facts in force that a complete delivery no longer has."""

    received: int = 0
    applied: int = 0
    unchanged: int = 0
    refused: int = 0
    aside: int = 0
    matched: int = 0
    unmatched: int = 0
    name_differs: int = 0
    absent: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file, or one reading of a department's database."""

    id: int
    source: str
    name: str
    state: DeliveryState
    reason: str
    params: Mapping[str, Any]
    counts: Counts
    as_of: date | None
    mapping: int
    received_at: datetime
    done_at: datetime | None
    decided_label: str = ""


@dataclass(frozen=True, slots=True)
class Connector:
    """A source in use here. `note`: why the last look brought nothing; `waiting`: rows about nobody on file."""

    id: int
    source: str
    region: str
    state: str
    every_hours: int
    next_at: datetime
    looked_at: datetime | None
    note: str
    last: Delivery | None = None
    facts: int = 0
    waiting: int = 0
    asking: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """What a source says of somebody. `content`: field → value, without what identifies the subject."""

    id: int
    source: str
    as_of: date
    received_at: datetime
    absent_since: date | None
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OneFact:
    """A fact and the person it is about, if any. `region`: of its connector."""

    fact: Fact
    person_id: int | None
    region: str
