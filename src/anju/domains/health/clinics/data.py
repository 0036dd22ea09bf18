"""Values of clinics: a clinic, a lot of vaccine, a movement of stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

SEE, GIVE, FIGURES = "vaccination.see", "vaccination.give", "vaccination.figures"
"""Permissions: children's records, the clinic's desk, counts that show no child."""
CARE_SEE, CARE_GIVE = "care.see", "care.give"
"""Permissions: plans of women around a birth and of children, the desk that keeps them."""
STAFF = (GIVE, CARE_GIVE)
"""Either desk of a clinic opens a child's record, and lets the one see it whose booklet is shown."""


class Move(StrEnum):
    """How stock changes. `IN`: received; `GIVEN`: with a dose; `BACK`: a dose recorded by mistake; `OUT`: handed on to
    another clinic or sent back; `WASTED`: broken, spoilt or expired."""

    IN = "in"
    GIVEN = "given"
    BACK = "back"
    OUT = "out"
    WASTED = "wasted"


ADDS = frozenset({Move.IN, Move.BACK})
"""Movements that add to what is on hand; the others take away."""
BY_HAND = (Move.IN, Move.OUT, Move.WASTED)
"""Movements that somebody enters; the others follow from doses."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """A vaccination clinic. `region`: the community it stands in; `weekdays`: when it gives, Monday is 1."""

    id: int
    code: str
    name: str
    region: str
    address: str
    phone: str
    weekdays: tuple[int, ...]
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot of a vaccine at a clinic. `expires` is its last good day. `on_hand` = `came` - `went`."""

    id: int
    clinic_id: int
    vaccine: str
    number: str
    maker: str
    expires: date
    on_hand: int
    came: int = 0
    went: int = 0


@dataclass(frozen=True, slots=True)
class StockMove:
    """One movement of a lot. It names no child."""

    id: int
    move: Move
    amount: int
    note: str
    by: str
    at: datetime
