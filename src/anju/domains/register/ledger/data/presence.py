"""When a period holds, in one place: a stay or a job from `since` to `until`, the first day on which
it holds no more."""

from __future__ import annotations

from datetime import date

from anju.foundation import periods
from anju.foundation.periods import PeriodState

COMING, HERE, LEAVING, LEFT = "coming", "here", "leaving", "left"
"""Before the first day; while it holds without an end; while it holds until a known day; from that day on."""


def holds_on(since: date, until: date | None, day: date) -> bool:
    """True on every day of the period: what PostgreSQL answers to ``period @> day``. Who came and left on one day was
    there on that day."""
    return periods.state_on(since, until, day) is PeriodState.CURRENT


def state_on(since: date, until: date | None, day: date) -> str:
    """`COMING`, `HERE`, `LEAVING` or `LEFT`."""
    now = periods.state_on(since, until, day)
    if now is PeriodState.CURRENT:
        return HERE if until is None else LEAVING
    return COMING if now is PeriodState.PLANNED else LEFT


def over_on(until: date | None, day: date) -> bool:
    """True from the day on which it holds no more; a planned end is not over yet."""
    return until is not None and until <= day
