"""Time stamps as values, and what each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EVERY = timedelta(minutes=10)
"""Between two heads that are stamped, while the log grows."""
POLICY = "2.25.171866379408172290357384157463286018711"
"""Of this installation's own stamps: an object identifier made from a UUID, as nobody registered one."""
SKEW = timedelta(minutes=5)
"""How far the clock of a service may be from ours when it answers."""


class Level(StrEnum):
    """What a stamp proves. service: somebody who does not keep this log saw its head by then. own: this installation
    says so itself, under its own key; whoever holds the key and the database could say otherwise."""

    SERVICE = "service"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a token that holds says: when, by whom, under which policy."""

    at: datetime
    authority: str
    policy: str
    certificate: bytes


@dataclass(frozen=True, slots=True)
class StampView:
    """The head of the log after entry `number`, and its stamp: `at` (None: it waits), `level`, `authority`, and why the
    last try failed."""

    number: int
    head: str
    noted_at: datetime
    at: datetime | None
    level: str
    authority: str
    failure: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many heads wait for a stamp, since when, why; up to which entry and when the log was stamped last."""

    waiting: int
    oldest: datetime | None
    failure: str
    number: int
    at: datetime | None
    level: str


@dataclass(frozen=True, slots=True)
class StampCheck:
    """What an exported log's stamps come to: how many hold by level, the last entry that one covers, its moment; what
    is wrong with one (`problem`), and of which entry (`number`)."""

    own: int = 0
    service: int = 0
    covered: int = 0
    at: datetime | None = None
    problem: str = ""
    number: int = 0
