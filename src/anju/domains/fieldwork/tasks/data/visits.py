"""Visits as values: how one ended, and when the next one is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from anju.domains.fieldwork.sync.data.operations import Visited

SETTLING = frozenset({Visited.MET, Visited.DECLINED, Visited.MOVED})
"""Outcomes after which nothing waits at the home any more. To be visited is voluntary: who does not want to talk is not
asked again. With nobody there, or no such home, the tasks stay."""
ANSWERED = frozenset({Visited.MET, Visited.DECLINED})
"""Outcomes at which somebody opened."""
LONGEST_NOTE = 300


class PartOfDay(StrEnum):
    """Three parts of a day, between the quiet hours."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Basis(StrEnum):
    """What a proposal rests on: visits in the building, in the community, or nothing but habit."""

    BUILDING = "building"
    COMMUNITY = "community"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the day at which nobody knocks: from `evening` to `morning`, and from `noon` to `noon_until`."""

    evening: int
    morning: int
    noon: int
    noon_until: int


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A kind of time: a part of a working day, or of one that is off."""

    off: bool
    part: PartOfDay


@dataclass(frozen=True, slots=True)
class Experience:
    """Visits at one kind of time: how many, and at how many somebody opened."""

    visits: int
    answered: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """When to come again: a day and hours of it, and what that rests on."""

    day: date
    part: PartOfDay
    first_hour: int
    last_hour: int
    basis: Basis
    visits: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit as it was. `note`: free words."""

    id: int
    home_id: int
    region: str
    outcome: Visited
    visited_at: datetime
    user_id: int
    note: str
    rest_until: date | None


@dataclass(frozen=True, slots=True)
class VisitDone:
    """What a visit led to: how many tasks it settled, how often in a row nobody was there, when to come again.
    `give_link`: not by another knock, but by a link with which those who live there register themselves."""

    visit: VisitView
    finished: int
    tries: int = 0
    proposal: Proposal | None = None
    give_link: bool = False
