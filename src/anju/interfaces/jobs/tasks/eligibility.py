"""Eligibility: people whose day has come every hour, invitations every minute, everybody once a day.

The daily round finds what no event announced: data loaded past intake, rules that came with a new version.
"""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.permits.api import eligibility
from anju.foundation.actor import system
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule

EVERYBODY = "entitled.everybody"
BY_DAY = range(8, 21)
"""Hours in China in which an invitation may ring a phone."""
NIGHT = range(5)
"""Hours in China in which nobody is held up by a round over everybody at full speed."""


@schedule.every(3600, name="entitled.due")
def due() -> int:
    """Recompute people for whom half a year is full, or a fact or a rule ends, today."""
    actor = system("entitled.due")
    with acting(actor):
        return eligibility.recompute_due(actor=actor, at=now()).changed


@schedule.every(60, name="entitled.invite")
def invite() -> int:
    """Write to some of those who became eligible, by day."""
    actor, at = system("entitled.invite"), now()
    if at.astimezone(CHINA).hour not in BY_DAY:
        return 0
    with acting(actor):
        return eligibility.invite(actor=actor, at=at)


@schedule.every(86400, name="entitled.daily")
def daily() -> None:
    """Put the round over everybody in, unless one still waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(EVERYBODY, queueing_lock=EVERYBODY).defer()


@app.task(name=EVERYBODY, queue="entitled")
def everybody() -> None:
    """Recompute everybody: as fast as it goes by night, beside everybody else's work by day."""
    at = now()
    pace = eligibility.Pace() if at.astimezone(CHINA).hour in NIGHT else eligibility.GENTLE
    eligibility.recompute_all(actor=system(EVERYBODY), at=at, pace=pace)
