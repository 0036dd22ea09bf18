"""Where a period stands on a day: one function for lists, life lines and figures."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


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
