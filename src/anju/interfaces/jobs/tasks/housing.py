"""Visits that are due are made by a job: an hour after a month began at the latest, and again until it is finished.
Leases whose end has passed are looked at by day. Vacancies of which nobody said anything for long are closed by
another."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.housing.api import listings, premises, rentals
from anju.foundation.actor import system
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule

DUTIES, EXPIRED = "housing.duties", "housing.expired"


@schedule.every(3600, name="housing.duties")
def due() -> None:
    """Put the round in, unless one still waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(DUTIES, queueing_lock=DUTIES).defer()


@app.task(name=DUTIES, queue="housing")
def make_duties() -> None:
    """Make the visits of every month that is not finished."""
    premises.make_duties(actor=system(DUTIES), at=now())


BY_DAY = range(8, 21)
"""Hours in China in which a notice may ring a phone."""


@schedule.every(3600, name="housing.lease_ends")
def lease_ends() -> int:
    """Tell both sides of a lease that has ended while the tenant is still registered, once."""
    at = now()
    if at.astimezone(CHINA).hour not in BY_DAY:
        return 0
    return rentals.lease_ends(actor=system("housing.lease_ends"), at=at)


@schedule.every(86400, name="housing.forget")
def forget() -> tuple[int, int]:
    """Delete messages and photographs whose time is over; how many threads and pictures."""
    actor, at = system("housing.forget"), now()
    threads = listings.forget_threads(actor=actor, at=at)
    return threads, premises.forget_photos(actor=actor, at=at)


@schedule.every(6 * 3600, name="housing.expired")
def expired() -> None:
    """Put the closing in, unless it still waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(EXPIRED, queueing_lock=EXPIRED).defer()


@app.task(name=EXPIRED, queue="housing")
def close_expired() -> None:
    """Close what is stale, block by block."""
    while True:
        with acting(system(EXPIRED)):
            if not listings.expire(at=now()):
                return
