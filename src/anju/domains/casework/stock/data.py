"""Points of issue, items, lots and moves in values. Nowhere is there a field for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

MOST_QUANTITY = 1_000_000
MOST_LINES = 2_000
MOST_NAME, MOST_NOTE = 60, 200
SOON = timedelta(days=30)
"""How long before its last day a lot is named on the page."""
KEEP = "supply.keep"


class PointKind(StrEnum):
    """Whose stock it is: a rescue station's store, or a point where free supplies are given to anybody."""

    RESCUE = "rescue"
    FREE = "free"


class Offer(StrEnum):
    """How things are given: over a desk, by a machine, or both."""

    COUNTER = "counter"
    MACHINE = "machine"
    BOTH = "both"


class MoveKind(StrEnum):
    """What came in and went out. FOUND and LOST: what a count showed more or less than the book."""

    RECEIVED = "received"
    FOUND = "found"
    ISSUED = "issued"
    DISCARDED = "discarded"
    LOST = "lost"


INCOMING = frozenset({MoveKind.RECEIVED, MoveKind.FOUND})


@dataclass(frozen=True, slots=True)
class Point:
    """A point of issue. `region`: of a rescue store the station's division, of others where it stands (a prefix)."""

    id: int
    kind: PointKind
    name: str
    region: str
    address: str
    hours: str
    offer: Offer
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot of an item. `expires`: the last day on which it may be given; None: it does not expire."""

    id: int
    number: str
    expires: date | None
    on_hand: int


@dataclass(frozen=True, slots=True)
class StockLine:
    """An item of a point. `usable`: on hand and not expired; `short`: less of it than `low`."""

    id: int
    name: str
    unit: str
    low: int
    lots: tuple[Lot, ...]
    on_hand: int
    usable: int
    short: bool
    soon: int
    expired: int


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the ledger. `on_hand`: of the lot, afterwards."""

    id: int
    item: str
    unit: str
    lot: str
    expires: date | None
    kind: MoveKind
    quantity: int
    on_hand: int
    way: str
    note: str
    by_label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A line of goods that came in. `low`: below how many usable ones the page reminds; None: as it was."""

    name: str
    unit: str
    quantity: int
    lot: str = ""
    expires: date | None = None
    low: int | None = None


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line of a file, by its number and the title of the column."""

    line: int
    fault: str
    column: str
    value: str
