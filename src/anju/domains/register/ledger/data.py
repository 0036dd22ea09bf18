"""Stays and jobs as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anju.foundation import days
from anju.foundation.days import PeriodState

COMING, HERE, LEAVING, LEFT = "coming", "here", "leaving", "left"
"""Before the first day; while it holds without an end; while it holds until a known day; from that day on."""


def holds_on(since: date, until: date | None, day: date) -> bool:
    """True on every day of the period: what PostgreSQL answers to ``period @> day``. Who came and left on one day was
    there on that day."""
    return days.state_on(since, until, day) is PeriodState.CURRENT


def state_on(since: date, until: date | None, day: date) -> str:
    """`COMING`, `HERE`, `LEAVING` or `LEFT`."""
    now = days.state_on(since, until, day)
    if now is PeriodState.CURRENT:
        return HERE if until is None else LEAVING
    return COMING if now is PeriodState.PLANNED else LEFT


def over_on(until: date | None, day: date) -> bool:
    """True from the day on which it holds no more; a planned end is not over yet."""
    return until is not None and until <= day


@dataclass(frozen=True, slots=True)
class AwayView:
    """A person of this place who lives elsewhere since a day: the division they named as their destination."""

    person_id: int
    since: date
    destination: str


@dataclass(frozen=True, slots=True)
class StayView:
    """One stay in its present reading. `until` None: still there. `declared_by` names channel and sender."""

    id: int
    line: int
    person_id: int
    home_id: int | None
    region: str
    since: date
    until: date | None
    reason: str
    dwelling: str
    habitual: bool
    leave_due: date | None
    channel: str
    declared_by: str
    declaration_id: int
    recorded_at: datetime

    def holds_on(self, day: date) -> bool:
        """See `presence.holds_on`."""
        return holds_on(self.since, self.until, day)

    def state_on(self, day: date) -> str:
        """See `presence.state_on`."""
        return state_on(self.since, self.until, day)

    def over_on(self, day: date) -> bool:
        """See `presence.over_on`."""
        return over_on(self.until, day)


@dataclass(frozen=True, slots=True)
class JobView:
    """One job in its present reading. `contract_end`: the last day of the contract, where it was declared."""

    id: int
    line: int
    person_id: int
    employer_id: int
    region: str
    since: date
    until: date | None
    position: str
    channel: str
    declared_by: str
    declaration_id: int
    recorded_at: datetime
    contract_end: date | None = None

    def holds_on(self, day: date) -> bool:
        """See `presence.holds_on`."""
        return holds_on(self.since, self.until, day)

    def state_on(self, day: date) -> str:
        """See `presence.state_on`."""
        return state_on(self.since, self.until, day)

    def over_on(self, day: date) -> bool:
        """See `presence.over_on`."""
        return over_on(self.until, day)
