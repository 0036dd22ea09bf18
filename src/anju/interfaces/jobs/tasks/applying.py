"""What becomes of applications by the clock: supporting documents whose purpose has ended,
applications nobody went on with."""

from __future__ import annotations

from anju.domains.permits.api import applications as permits
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule

HOUR = 3600


@schedule.every(HOUR, name="permits.papers")
def delete_supporting_documents() -> int:
    """Delete supporting documents whose purpose has ended."""
    with acting(system("permits.papers")):
        return permits.delete_supporting_documents(at=now())


@schedule.every(HOUR, name="permits.lapse")
def lapse() -> int:
    """End drafts, entries and notices nobody answered in time."""
    actor = system("permits.lapse")
    with acting(actor):
        return permits.lapse(actor=actor, at=now())
