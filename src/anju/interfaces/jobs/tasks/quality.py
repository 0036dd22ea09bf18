"""The rules of data quality run over what changed; what they find waits for the offices that mend it."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.assessment import api as quality
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.progress import api as progress
from anju.interfaces.jobs import schedule

RUN = "quality.run"
EVERY = 3600


@schedule.every(EVERY, name=RUN)
def due() -> None:
    """Put the run in, unless one still waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(RUN, queueing_lock=RUN, lock=RUN).defer()


@app.task(name=RUN, queue="quality")
def look() -> None:
    """Run the rules."""
    actor = system(RUN)
    with progress.start("quality", "", owner=actor) as task:
        quality.run_rules(actor=actor, at=now(), report=task.report)
