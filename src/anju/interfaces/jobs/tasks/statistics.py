"""Sums of figures: what changed is added up every minute, the values of a new day are built when it has begun."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.statistics.api import sums
from anju.foundation.clock import local_date, now
from anju.interfaces.jobs import schedule

SUMS = "statistics.sums"


@schedule.every(60, name=SUMS)
def due() -> None:
    """Put a round in, unless one still waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(SUMS, queueing_lock=SUMS, lock=SUMS).defer()


@app.task(name=SUMS, queue="statistics")
def keep() -> None:
    """Add up what changed; build what is missing."""
    sums.add_up()
    sums.build_missing(local_date(now()))
