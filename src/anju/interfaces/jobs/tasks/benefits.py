"""Keys of questions about benefits are forgotten after a day."""

from __future__ import annotations

from anju.domains.permits.api import benefits
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule


@schedule.every(3600, name="entitlements.forget")
def forget() -> int:
    """Delete keys older than a day; how many."""
    with acting(system("entitlements.forget")):
        return benefits.forget_questions(at=now())
