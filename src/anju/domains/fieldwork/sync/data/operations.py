"""Operations: what a device writes down once and sends until it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

VERSION = 1
"""The form of operations that the app writes now. Queues of every released version are read for ever."""

LONGEST_TEXT = 300
"""Characters of one text of an operation."""
MOST_AFTER, MOST_PHOTOS = 20, 12
"""Operations that one may follow, and photographs it may bring."""


class Kind(StrEnum):
    """What an operation does. `CHANGE` changes fields of a home; `WITHDRAW` takes an earlier one back."""

    MOVE_IN = "move_in"
    MOVE_OUT = "move_out"
    HOME = "home"
    CHANGE = "change"
    VISIT = "visit"
    WITHDRAW = "withdraw"


DECLARED = {Kind.MOVE_IN: "arrive", Kind.MOVE_OUT: "leave"}
"""Kinds that are declarations → their kind in the register."""

CHANGEABLE = ("capacity", "dwelling")
"""Fields of a home that a device may change, each for itself."""


class Visited(StrEnum):
    """How a visit at a door ended: somebody was met; nobody opened; somebody did not want to talk; those who lived here
    have left; there is no such home."""

    MET = "met"
    NOBODY = "nobody"
    DECLINED = "declined"
    MOVED = "moved"
    NOT_FOUND = "not_found"


class Status(StrEnum):
    """What became of an operation. `UNCHANGED`: the register said so already. `WAITING`: a person
    decides, or what it follows has not come. `QUARANTINED`: kept as it came, for a person to read."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    WAITING = "waiting"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


GOOD = frozenset({Status.APPLIED, Status.UNCHANGED})
"""What another operation may build on."""


class Reason(StrEnum):
    """Why an operation waits, was refused or is in quarantine; declarations add the register's reasons."""

    EARLIER_MISSING = "earlier_missing"
    EARLIER_WAITING = "earlier_waiting"
    EARLIER_REFUSED = "earlier_refused"
    BOTH_CHANGED = "both_changed"
    DEVICE_REVOKED = "device_revoked"
    DEVICE_EXPIRED = "device_expired"
    OUTSIDE_AREA = "outside_area"
    HOME_UNKNOWN = "home_unknown"
    PERSON_UNKNOWN = "person_unknown"
    HOME_ALIKE = "home_alike"
    UNDO_BY_OFFICE = "undo_by_office"
    WITHDRAWN = "withdrawn"
    KEY_USED = "key_used_for_another"
    UNREADABLE = "operation_unreadable"
    VERSION_UNKNOWN = "operation_version"
    KIND_UNKNOWN = "operation_kind"
    FAILED = "operation_failed"


FOR_OFFICE = "for_office"
"""What a device is answered in place of the reasons below."""
NOT_DISCLOSED = frozenset(
    {
        Reason.DEVICE_REVOKED,
        Reason.DEVICE_EXPIRED,
        Reason.OUTSIDE_AREA,
        Reason.HOME_UNKNOWN,
        Reason.PERSON_UNKNOWN,
        Reason.HOME_ALIKE,
    }
)
"""Reasons that would tell a device whether something exists where its holder has no right any more."""


class PhotoState(StrEnum):
    """`MISSING`: not all of it is here. `WHOLE`: here, and of the digest that names it. `REFUSED`: whole, but no
    picture that can be kept."""

    MISSING = "missing"
    WHOLE = "whole"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class HomeNamed:
    """The home an operation is about: its plate's `code`, or the `operation` of the same device that enters it."""

    code: str = ""
    operation: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: the value the device knew (`base`) and the one it wants."""

    base: Any
    value: Any


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph that follows its operation, named by the SHA-256 of the bytes as they are sent."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it was read. `number` counts the device's operations; `at`: milliseconds of the device's
    clock; `content`: what is particular to its kind."""

    key: str
    number: int
    kind: Kind
    at: int
    after: tuple[str, ...] = ()
    home: HomeNamed | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, FieldChange] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    withdraws: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What came under a key: the SHA-256 of its text, and the operation, or the `fault` that kept it from being
    read."""

    key: str
    digest: str
    operation: Operation | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an operation. `facts`: codes and values that a person needs to decide, none of them sensitive."""

    status: Status
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the device learns: its key, the digest that is stored, the outcome."""

    key: str
    digest: str
    status: Status
    reason: str
    facts: Mapping[str, Any]
