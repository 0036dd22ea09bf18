"""Families are reminded by day of what a child's booklet says is next."""

from __future__ import annotations

from anju.domains.health.api import doses, plans
from anju.foundation.actor import system
from anju.foundation.clock import CHINA, now
from anju.interfaces.jobs import schedule

BY_DAY = range(9, 19)
"""Hours in China in which a reminder may ring a phone."""


@schedule.every(3 * 3600, name="health.remind")
def remind() -> int:
    """Tell those to whom something is new; how many families."""
    at = now()
    if at.astimezone(CHINA).hour not in BY_DAY:
        return 0
    return doses.remind(actor=system("health.remind"), at=at)


@schedule.every(3 * 3600, name="health.remind_of_contacts")
def remind_of_contacts() -> int:
    """Tell those a contact of whose plan has come or ends soon; how many."""
    at = now()
    if at.astimezone(CHINA).hour not in BY_DAY:
        return 0
    return plans.remind_of_contacts(actor=system("health.remind"), at=at)
