"""Messages about a vacancy and appointments to see it, as their two sides read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SEEKER, OFFERER = "seeker", "offerer"
"""The two sides of a thread."""
PROPOSED, ACCEPTED, DECLINED, CANCELLED = "proposed", "accepted", "declined", "cancelled"
"""How an appointment stands."""
CALLED_OFF = "called_off"
"""News of an appointment that is cancelled because the vacancy is not offered any more."""
LONGEST = 500
"""Characters of a message."""
FURTHEST = timedelta(days=60)
"""How far ahead an appointment may lie."""
LINK_DAYS = 30
"""Days for which the address in a message lets its receiver answer."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `side`: who wrote it."""

    id: int
    side: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Viewing:
    """An appointment; `side`: who proposed it; `state`: one of the four above."""

    id: int
    side: str
    starts_at: datetime
    state: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread in a list. `side`: the reader's; `new`: the other side wrote what was not read yet; `listing`: the
    vacancy as it stands, None where it is not offered any more."""

    id: int
    side: str
    place: str
    listing: int | None
    last_at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as one side reads it. `unreached`: the sender of the vacancy left no number to pass messages on to."""

    line: ThreadLine
    unreached: bool
    messages: tuple[Message, ...]
    viewings: tuple[Viewing, ...]
