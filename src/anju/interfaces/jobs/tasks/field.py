"""Work in the field by the clock: tasks that begin or end with the time; what was ready for devices is removed."""

from __future__ import annotations

from anju.domains.fieldwork.api import sync as field
from anju.domains.fieldwork.api import tasks
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule

EVERY = 3600


@schedule.every(EVERY, name="field.sweep_bundles")
def sweep_bundles() -> int:
    """Remove contents of old bundles; how many."""
    with acting(system("field.sweep_bundles")):
        return field.sweep_bundles(at=now())


@schedule.every(EVERY, name="field.renew_tasks")
def renew_tasks() -> None:
    """Open what has become due by the time alone, and whatever no event announced."""
    actor = system("field.renew_tasks")
    with acting(actor):
        tasks.renew_tasks(actor=actor, at=now())
