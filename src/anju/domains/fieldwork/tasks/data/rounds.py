"""What waits at a door, and the doors of a round, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.domains.fieldwork.sync.data.operations import Visited

MOST_DOORS = 60
"""Doors of one round at most."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits at a door. `key`: what it is about, or the period it is for."""

    cause: str
    due: date
    key: str


@dataclass(frozen=True, slots=True)
class HomeTasks:
    """A home at which something waits, with all that waits there, most urgent first. `last`: how the latest visit
    ended. `rest_until`: it is left in peace before that day."""

    home_id: int
    building_id: int
    waiting: tuple[Waiting, ...]
    last: Visited | None = None
    rest_until: date | None = None

    @property
    def due(self) -> date:
        """The nearest day of what waits."""
        return self.waiting[0].due


@dataclass(frozen=True, slots=True)
class Count:
    """Open tasks: all, overdue, due within a week; and at how many doors."""

    tasks: int = 0
    late: int = 0
    week: int = 0
    doors: int = 0
