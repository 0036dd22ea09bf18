"""Values of children's records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

UNTIL_AGE = 18
"""Years up to which a child has a record here (the national schedule ends there)."""
VISIT_DAYS = 30
"""Days for which a clinic that is not the child's own sees the record after the booklet was shown there."""
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12
RELATIONS = ("mother", "father", "other")
"""What a guardian is to the child."""


class ChildState(StrEnum):
    """Whether a clinic cares for the child, or the family has moved away."""

    ACTIVE = "active"
    AWAY = "away"


class CareKind(StrEnum):
    """A child has one clinic of its own; others see the record after the booklet was shown there."""

    OWN = "own"
    VISIT = "visit"


class Verdict(StrEnum):
    """Whether two records are of one child: yes, a person must look, no."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


class Features(NamedTuple):
    """What distinguishes children; names, numbers and phones as keyed hashes. `guardians`: numbers and phones,
    `guardian_names`: how their names sound. `order`: among twins, from 1; 0 for a single birth or not known. `sounds`
    is empty while the child has no name of its own."""

    born: date
    sex: str = "0"
    order: int = 0
    number: bytes = b""
    sounds: bytes = b""
    guardians: frozenset[bytes] = frozenset()
    guardian_names: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class NewGuardian:
    """A guardian as given at the desk, or known by an account or a record."""

    relation: str
    name: str
    number: str = ""
    phone: str = ""
    person_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewChild:
    """A child as given at the desk. `number` is empty for a newborn without one; `region`: where it lives, as exactly
    as is known."""

    name: str
    born: date
    sex: str
    number: str = ""
    order: int = 0
    region: str = ""
    address: str = ""
    person_id: int | None = None
    guardians: tuple[NewGuardian, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian of a child. `masked`, `phone_masked`: number and phone with the middle hidden."""

    id: int
    relation: str
    name: str
    masked: str
    phone_masked: str
    person_id: int | None
    by_phone: bool
    """True when an account is linked, so that the booklet stands on a phone."""


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child of a list. `next_from`: the first day on which a dose is recommended, `late_from`: from which one is
    late."""

    id: int
    name: str
    born: date
    sex: str
    state: ChildState
    clinic_id: int | None
    region: str
    person_id: int | None
    next_from: date | None
    late_from: date | None


@dataclass(frozen=True, slots=True)
class Observation:
    """Something known about the child's health that the schedule asks about; `since` where the day matters."""

    id: int
    code: str
    since: date | None


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """One child's record without its doses."""

    line: ChildLine
    masked: str
    order: int
    address: str
    booklet: str
    guardians: tuple[Guardian, ...]
    observations: tuple[Observation, ...]
    visiting: tuple[int, ...]
    """Clinics other than its own that see it now."""
    recorded_at: datetime
    joined: tuple[int, ...] = ()
    """Records that turned out to be of the same child."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The record that stands for a child named at the desk. `new` is false when it was on file."""

    child_id: int
    new: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A child in a guardian's care that is registered here and has no record at a clinic: one may be asked for."""

    person_id: int
    name: str
    born: date
