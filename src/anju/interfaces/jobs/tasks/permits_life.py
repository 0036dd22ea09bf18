"""What happens to permits by the calendar: reminders, suspension, expiry. Once an hour, so that a night missed by a
machine that was off is made up for; each permit is taken once however often it runs."""

from __future__ import annotations

from anju.domains.permits.api import lifecycle
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.interfaces.jobs import schedule

PLATFORM = system("permits.nightly")


@schedule.every(3600, name="permits.suspend")
def suspend() -> int:
    """Functions of permits not endorsed in time are suspended."""
    return lifecycle.suspend_due(actor=PLATFORM, at=now())


@schedule.every(3600, name="permits.expire")
def expire() -> int:
    """Permits whose own term is over end."""
    return lifecycle.expire_due(actor=PLATFORM, at=now())


@schedule.every(3600, name="permits.remind")
def remind() -> int:
    """Holders hear 60, 30 and 7 days before; each once."""
    return lifecycle.remind_due(actor=PLATFORM, at=now())


@schedule.every(86400, name="permits.forget")
def forget() -> int:
    """Photographs and prints of permits that ended long ago are emptied."""
    return lifecycle.forget_ended(actor=PLATFORM, at=now())
