"""Campaigns as values: a registration of every home of an area, on a reference date, in phases with targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_PHASES, MOST_ITEMS, MOST_REGIONS = 6, 12, 50
LONGEST_NAME, LONGEST_ITEM = 60, 60


class Scope(StrEnum):
    """Which homes of its regions a campaign is about: those let to somebody, or all on file."""

    LET = "let"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a campaign, up to its last day. `target`: per cent of the doors that are to be done by then."""

    name: str
    last: date
    target: int


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What an office asks for. `reference`: the day as of which people are registered. `items`: what is looked at at
    each door. Doors are visited from `first` to the last day of the last phase."""

    name: str
    regions: tuple[str, ...]
    scope: Scope
    reference: date
    first: date
    phases: tuple[Phase, ...]
    items: tuple[str, ...] = ()

    @property
    def last(self) -> date:
        """The last day of all."""
        return self.phases[-1].last


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign as it stands. `closed_at`: None while it is open."""

    id: int
    plan: CampaignPlan
    made_label: str
    made_at: datetime
    closed_at: datetime | None

    def phase_on(self, day: date) -> Phase | None:
        """The phase of a day; None before the first day and after the last."""
        if day < self.plan.first:
            return None
        return next((p for p in self.plan.phases if day <= p.last), None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Doors of a campaign in one place: all, and of them met, moved away, declined; tried in vain; not reached yet."""

    region: str
    doors: int
    met: int
    moved: int
    declined: int
    tried: int
    untouched: int

    @property
    def done(self) -> int:
        """Doors that are settled."""
        return self.met + self.moved + self.declined

    @property
    def share(self) -> int:
        """Settled doors in whole per cent, rounded down: 100 means all."""
        return 100 * self.done // self.doors if self.doors else 0

    def __add__(self, other: Coverage) -> Coverage:
        """Both places together."""
        return Coverage(
            self.region,
            self.doors + other.doors,
            self.met + other.met,
            self.moved + other.moved,
            self.declined + other.declined,
            self.tried + other.tried,
            self.untouched + other.untouched,
        )
