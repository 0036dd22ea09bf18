"""Meetings, what stands on their agenda, and the figures of a vote: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_TITLE, MOST_PLACE, MOST_TEXT, MOST_MINUTES, MOST_OPTION = 80, 100, 1000, 8000, 40
MOST_ITEMS, MOST_OPTIONS = 30, 12
PASSED, AGAINST, ABSTAINED = "yes", "no", "abstain"
CHOICES = (PASSED, AGAINST, ABSTAINED)


class MeetingState(StrEnum):
    """Announced, under way, closed with minutes, called off."""

    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class ItemKind(StrEnum):
    """A report without a vote, a motion (yes or no), a choice among options."""

    REPORT = "report"
    MOTION = "motion"
    CHOICE = "choice"


class Base(StrEnum):
    """Of what the majority is taken: votes for or against, votes that are there, all votes of the roll."""

    CAST = "cast"
    PRESENT = "present"
    ALL = "all"


class Outcome(StrEnum):
    """What came of a vote."""

    CARRIED = "carried"
    LOST = "lost"
    EQUAL = "equal"
    CHOSEN = "chosen"
    RUNOFF = "runoff"
    NOBODY = "nobody"
    NOT_QUORATE = "not_quorate"


@dataclass(frozen=True, slots=True)
class Majority:
    """A part of a base; `more`: more than that part, otherwise at least it."""

    numerator: int
    denominator: int
    more: bool
    base: Base


MAJORITIES: Mapping[str, Majority] = {
    "simple": Majority(1, 2, more=True, base=Base.CAST),
    "present": Majority(1, 2, more=True, base=Base.PRESENT),
    "two_thirds": Majority(2, 3, more=False, base=Base.PRESENT),
    "all": Majority(1, 2, more=True, base=Base.ALL),
}
"""Majorities an agenda may ask for."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """The part of the votes of the roll that must be there, and how many proxies one may hold."""

    numerator: int
    denominator: int
    more: bool
    proxies: int


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody on the roll. `units`: the votes they may speak for (a home that several own stands with each of them);
    `left_at`: when they left the group; `came`, `went`: their attendance in person."""

    id: int
    units: frozenset[str]
    left_at: datetime | None = None
    came: datetime | None = None
    went: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proxy:
    """One voter lets another vote for them, from when it was accepted."""

    giver: int
    holder: int
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Ballot:
    """What `by` cast for `voter`: the same person, or the holder of a proxy."""

    voter: int
    by: int
    choice: str


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of a vote, in votes. `units`: on the roll, `present`: there or represented, `void`: homes whose
    owners voted against each other."""

    units: int
    present: int
    quorate: bool
    tally: Mapping[str, int]
    void: int
    outcome: Outcome
    leading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """What is to be put on an agenda."""

    title: str
    kind: ItemKind
    text: str = ""
    options: tuple[str, ...] = ()
    majority: str = "simple"


@dataclass(frozen=True, slots=True)
class Item:
    """A point of an agenda and what came of it. `choices`: what one may vote for."""

    id: int
    meeting_id: int
    position: int
    title: str
    text: str
    kind: ItemKind
    options: tuple[str, ...]
    majority: str
    opened_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    units: int
    present: int
    tally: Mapping[str, int]
    void: int
    leading: tuple[str, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """What a ballot may hold."""
        return choices_of(self.kind, self.options)

    @property
    def voting(self) -> bool:
        """Ballots are taken now."""
        return self.opened_at is not None and self.closed_at is None


def choices_of(kind: ItemKind, options: tuple[str, ...]) -> tuple[str, ...]:
    """What a ballot on such a point may hold."""
    if kind is ItemKind.REPORT:
        return ()
    if kind is ItemKind.MOTION:
        return CHOICES
    return (*options, ABSTAINED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting. `units`: votes on the roll; `present`: votes there when it was closed; `notified`: how many
    members were sent the notice."""

    id: int
    group_id: int
    title: str
    place: str
    begins_at: datetime
    state: MeetingState
    reason: str
    unit: str
    quorum: Quorum
    units: int
    present: int
    notified: int
    minutes: str
    called_at: datetime
    closed_at: datetime | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What a voter has to do with a meeting: how many votes, attendance, proxies given and held, ballots by (item,
    voter)."""

    voter_id: int | None
    units: int
    came: datetime | None
    went: datetime | None
    given: GivenProxy | None
    held: tuple[GivenProxy, ...]
    ballots: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class GivenProxy:
    """A proxy as its two sides see it."""

    id: int
    giver_id: int
    giver_name: str
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on the roll, as contact people see them."""

    voter_id: int
    name: str
    units: int
    came: datetime | None
    went: datetime | None
