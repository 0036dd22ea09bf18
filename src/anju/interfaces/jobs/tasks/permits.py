"""Status lists are signed anew every few minutes, so that a reported loss is soon known and every list
says it is fresh."""

from __future__ import annotations

from anju.domains.permits import api as permits
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule

EVERY = 300


@schedule.every(EVERY, name="permits.publish_lists")
def publish_lists() -> None:
    """Build and sign the lists."""
    actor = system("jobs")
    with acting(actor):
        permits.publish(actor=actor, at=now())
