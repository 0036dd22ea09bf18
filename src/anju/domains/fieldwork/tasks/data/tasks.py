"""Tasks as values: something that waits at a home, for a reason, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Cause(StrEnum):
    """Why somebody is to go to a home. The value is stored with each task."""

    UNCONFIRMED = "unconfirmed"
    CONTESTED = "contested"
    MOVE_OUT = "move_out"
    ROUTINE = "routine"
    CAMPAIGN = "campaign"
    INSPECTION = "inspection"
    SECOND_LOOK = "second_look"


class TaskState(StrEnum):
    """`OPEN`: to be done, however late. `DONE`: a visit settled it. `ENDED`: its cause is gone without a visit."""

    OPEN = "open"
    DONE = "done"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task that there has to be: at this home, for this `key` of its cause (a period, or the number of what it is
    about), until `due`."""

    home_id: int
    key: str
    due: date


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many tasks were opened (also again) and ended."""

    opened: int = 0
    ended: int = 0

    def __add__(self, other: Renewed) -> Renewed:
        """Both together."""
        return Renewed(self.opened + other.opened, self.ended + other.ended)


@dataclass(frozen=True, slots=True)
class TaskView:
    """One open task. `key`: what it is about, or the period it is for."""

    id: int
    home_id: int
    building_id: int
    region: str
    cause: str
    key: str
    due: date
