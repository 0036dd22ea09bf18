"""Stations, postings, shifts and absences as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_NOTE = 60, 200, 30, 200
MOST_SERVED, MOST_GRIDS = 50, 30
LONGEST_SHIFT = 16
"""Hours."""
LONGEST_ABSENCE = 366
"""Days."""

Span = tuple[time, time]
"""From – to within a day."""
Hours = tuple[Span | None, ...]
"""Of the seven days from Monday on; None: closed."""


class PostKind(StrEnum):
    """Whether somebody does this work alone, or beside another."""

    FULL = "full"
    PART = "part"


class Duty(StrEnum):
    """Where somebody is on duty: at the station, or out in the grids."""

    STATION = "station"
    FIELD = "field"


class AbsenceReason(StrEnum):
    """Why somebody is away, as far as a roster needs to say it."""

    LEAVE = "leave"
    TRAINING = "training"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StationPlan:
    """A station as an office states it. `region`: the prefix of the division it belongs to; `serves`: prefixes of the
    communities or grids it serves, inside that division."""

    name: str
    region: str
    serves: tuple[str, ...]
    address: str
    phone: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class StationView:
    """A station that is on record. `closed_on`: the first day it is no more."""

    id: int
    plan: StationPlan
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class PostingView:
    """Somebody's work at a station, in some grids (none: at the station alone), from a day to before another."""

    id: int
    user_id: int
    name: str
    station_id: int
    station: str
    region: str
    kind: PostKind
    grids: tuple[str, ...]
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        """In force on that day?"""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class ShiftView:
    """Who is on duty, when and where. `for_absent`: in place of somebody who is away."""

    id: int
    posting_id: int
    user_id: int
    name: str
    station_id: int
    station: str
    region: str
    duty: Duty
    begins: datetime
    ends: datetime
    for_absent: bool


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Somebody is away on these days (the last one included); `substitute`: who does the work meanwhile."""

    id: int
    posting_id: int
    user_id: int
    name: str
    station: str
    region: str
    reason: AbsenceReason
    first: date
    last: date
    substitute_id: int | None
    substitute_user_id: int | None
    substitute: str
    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AbsenceEntered:
    """What an absence changed: shifts that the substitute took, shifts that nobody takes, and grids in which the
    substitute was given the right to work for that time."""

    absence: AbsenceView
    taken: int
    vacant: int
    granted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works in a grid on a day. `instead_of`: whose substitute it is; "" for the grid's own worker."""

    user_id: int
    name: str
    kind: PostKind
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Shifts that were added, and those left out because the worker is on duty then, away, or posted no more."""

    added: int = 0
    same: int = 0
    busy: int = 0
    away: int = 0
