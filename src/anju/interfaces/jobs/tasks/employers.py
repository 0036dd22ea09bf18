"""Employers are reminded by day: of this week's roster when it is late, and of contracts that end in thirty days."""

from __future__ import annotations

from anju.domains.register.api import rosters
from anju.foundation.actor import system
from anju.foundation.clock import CHINA, now
from anju.interfaces.jobs import schedule

BY_DAY = range(9, 19)
"""Hours in China in which a message may ring a phone at work."""
EVERY = 4 * 3600


@schedule.every(EVERY, name="employers.late_rosters")
def late_rosters() -> int:
    """Remind each employer whose roster is late, once a week."""
    at = now()
    if at.astimezone(CHINA).hour not in BY_DAY:
        return 0
    return rosters.remind_late(actor=system("employers.late_rosters"), at=at)


@schedule.every(EVERY, name="employers.contracts")
def contracts() -> int:
    """Notify employers of contracts that end, once of each."""
    at = now()
    if at.astimezone(CHINA).hour not in BY_DAY:
        return 0
    return rosters.remind_of_contracts(actor=system("employers.contracts"), at=at)
