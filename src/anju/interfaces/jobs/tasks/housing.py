"""Visits that are due are made by a job: an hour after a month began at the latest, and again until it is finished."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.housing.api import premises
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.interfaces.jobs import schedule

DUTIES = "housing.duties"


@schedule.every(3600, name="housing.duties")
def due() -> None:
    """Put the round in, unless one still waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(DUTIES, queueing_lock=DUTIES).defer()


@app.task(name=DUTIES, queue="housing")
def make_duties() -> None:
    """Make the visits of every month that is not finished."""
    premises.make_duties(actor=system(DUTIES), at=now())
