"""Frozen values of service days, and which step may follow which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class DayState(StrEnum):
    """How a service day stands."""

    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class DayStep(StrEnum):
    """What somebody did about it."""

    ANNOUNCED = "announced"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    RESTORED = "restored"


OFFICE_STEPS = (DayStep.CHANGED, DayStep.CANCELLED, DayStep.RESTORED)
"""Steps of the office; the others the employer takes, or staff for it."""
STEPS: dict[DayStep, tuple[frozenset[DayState], DayState]] = {
    DayStep.CHANGED: (
        frozenset({DayState.ANNOUNCED, DayState.CONFIRMED, DayState.DECLINED}),
        DayState.ANNOUNCED,
    ),
    DayStep.CONFIRMED: (frozenset({DayState.ANNOUNCED, DayState.DECLINED}), DayState.CONFIRMED),
    DayStep.DECLINED: (frozenset({DayState.ANNOUNCED, DayState.CONFIRMED}), DayState.DECLINED),
    DayStep.CANCELLED: (
        frozenset({DayState.ANNOUNCED, DayState.CONFIRMED, DayState.DECLINED}),
        DayState.CANCELLED,
    ),
    DayStep.RESTORED: (frozenset({DayState.CANCELLED}), DayState.ANNOUNCED),
}
"""Step → the states it may follow, and the state after it."""
LIVE = (DayState.ANNOUNCED, DayState.CONFIRMED)
"""States in which people may come."""

SERVICES = (
    "registration",
    "permit",
    "insurance",
    "health",
    "vaccination",
    "school",
    "skills",
    "legal",
    "rights",
    "other",
)
"""What an office may bring: each is voluntary and free of charge."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What is announced. `place`: where at the employer or site; `seats`: how many can be served, None without a
    limit."""

    day: date
    begins: time
    ends: time
    services: tuple[str, ...]
    place: str
    seats: int | None = None
    note: str = ""
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One step, by whom and when."""

    step: DayStep
    at: datetime
    by_label: str
    text: str


@dataclass(frozen=True, slots=True)
class ServiceDayView:
    """A service day. `events`: its steps, where they were asked for."""

    id: int
    employer_id: int
    region: str
    plan: DayPlan
    state: DayState
    by_label: str
    recorded_at: datetime
    events: tuple[DayEvent, ...] = ()
