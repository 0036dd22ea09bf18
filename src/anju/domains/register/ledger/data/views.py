"""Stays and jobs, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anju.domains.register.ledger.data import presence


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
        return presence.holds_on(self.since, self.until, day)

    def state_on(self, day: date) -> str:
        """See `presence.state_on`."""
        return presence.state_on(self.since, self.until, day)

    def over_on(self, day: date) -> bool:
        """See `presence.over_on`."""
        return presence.over_on(self.until, day)


@dataclass(frozen=True, slots=True)
class JobView:
    """One job in its present reading."""

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

    def holds_on(self, day: date) -> bool:
        """See `presence.holds_on`."""
        return presence.holds_on(self.since, self.until, day)

    def state_on(self, day: date) -> str:
        """See `presence.state_on`."""
        return presence.state_on(self.since, self.until, day)

    def over_on(self, day: date) -> bool:
        """See `presence.over_on`."""
        return presence.over_on(self.until, day)
