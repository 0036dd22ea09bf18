"""What departments deliver: each source in use is looked at when it is due."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.exchange.api import deliveries
from anju.foundation.clock import now
from anju.interfaces.jobs import schedule, source_folders

LOOK = "sources.look"


@schedule.every(30, name="sources.due")
def due() -> None:
    """Put in a job for each source that is due."""
    for source in deliveries.due(now()):
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(
                LOOK, queueing_lock=f"{LOOK} {source}", lock=f"{LOOK} {source}"
            ).defer(source=source)


@app.task(name=LOOK, queue="exchange")
def look(source: str) -> None:
    """Take in what a source has laid down."""
    source_folders.look(source, at=now())
