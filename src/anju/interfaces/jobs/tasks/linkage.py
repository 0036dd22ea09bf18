"""Rounds over records that changed: what may be one person is proposed to people."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.linkage.api import records as linkage
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.progress import api as progress
from anju.interfaces.jobs import schedule

ROUND = "linkage.round"
EVERY = 3600


@schedule.every(EVERY, name=ROUND)
def due() -> None:
    """Put the round in, unless one still waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(ROUND, queueing_lock=ROUND, lock=ROUND).defer()


@app.task(name=ROUND, queue="linkage")
def compare() -> None:
    """Compare what changed. The first training of a register that is large enough to learn from comes by itself."""
    actor, at = system(ROUND), now()
    if linkage.set_in_use() is None:
        if not linkage.large_enough(actor=actor):
            return
        linkage.train_parameters(actor=actor, at=at)
        linkage.note_everybody(actor=actor)
    if not linkage.changed_records(actor=actor):
        return
    with progress.start("linkage", "", owner=actor) as task:
        linkage.run_round(actor=actor, at=at, report=task.report)
