"""Activities and who takes part: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_TITLE, MOST_TEXT, MOST_PLACE, MOST_SKILL, MOST_POST, MOST_SEATS = 80, 2000, 100, 60, 60, 5000
EMPLOYMENT_MATTER, PLACED = "employment", "placed"
"""The matter of casework by which somebody who finished a course looks for work, and its outcome."""


class ActivityKind(StrEnum):
    """A course, a day on which offices serve people, a job fair, something else done together."""

    COURSE = "course"
    SERVICE_DAY = "service_day"
    JOB_FAIR = "job_fair"
    OTHER = "other"


class ActivityState(StrEnum):
    """Announced, over with attendance noted, called off."""

    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class SignupState(StrEnum):
    """A place is held, one waits for one, gave it back, was there, was not."""

    BOOKED = "booked"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    ATTENDED = "attended"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class NewActivity:
    """What is to be announced. `skill`: what its certificate says was learnt; `post`: work that an employer offers to
    those who finish."""

    kind: ActivityKind
    title: str
    place: str
    begins_at: datetime
    ends_at: datetime
    seats: int
    text: str = ""
    skill: str = ""
    post: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity with its counts: places held, people waiting, people who were there, people in work after it."""

    id: int
    group_id: int
    kind: ActivityKind
    title: str
    text: str
    place: str
    begins_at: datetime
    ends_at: datetime
    seats: int
    skill: str
    post: str
    employer: str
    state: ActivityState
    reason: str
    booked: int
    waiting: int
    attended: int
    placed: int

    @property
    def left(self) -> int:
        """Places left."""
        return max(0, self.seats - self.booked)


@dataclass(frozen=True, slots=True)
class Signup:
    """Somebody's place in an activity. `ahead`: how many wait before them; `certificate`: its number, "" for none."""

    id: int
    activity_id: int
    user_id: int
    name: str
    state: SignupState
    at: datetime
    ahead: int
    certificate: str
    case_id: int | None
    placed_at: datetime | None
