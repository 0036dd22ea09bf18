"""What was ready for field devices and can no longer be fetched is removed."""

from __future__ import annotations

from anju.domains.fieldwork.api import sync as field
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
