"""Days and periods: an age in full years, a day as browsers and JSON write it, and where a period stands on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


def age_on(born: date, day: date) -> int:
    """Full years on that day. Who was born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def day_in(text: str) -> date | None:
    """The day that a text like ``2026-11-21`` names; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class PeriodState(StrEnum):
    """How a period lies to a day."""

    PLANNED = "planned"
    CURRENT = "current"
    PAST = "past"


def state_on(since: date, until: date | None, day: date) -> PeriodState:
    """The state of the period from `since` to before `until` (None: without end) on `day`. A period without a day in it
    is past from its first day on."""
    if day < since:
        return PeriodState.PLANNED
    return PeriodState.CURRENT if until is None or day < until else PeriodState.PAST
