"""What happens to permits and applications by the clock, and what is forgotten."""

from __future__ import annotations

from anju.domains.permits import api as permits
from anju.domains.permits.api import applications, benefits, lifecycle
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
def forget_ended() -> int:
    """Photographs and prints of permits that ended long ago are emptied."""
    return lifecycle.forget_ended(actor=PLATFORM, at=now())


HOUR = 3600


@schedule.every(HOUR, name="permits.papers")
def delete_supporting_documents() -> int:
    """Delete supporting documents whose purpose has ended."""
    with acting(system("permits.papers")):
        return applications.delete_supporting_documents(at=now())


@schedule.every(HOUR, name="permits.lapse")
def lapse() -> int:
    """End drafts, entries and notices nobody answered in time."""
    actor = system("permits.lapse")
    with acting(actor):
        return applications.lapse(actor=actor, at=now())


@schedule.every(3600, name="entitlements.forget")
def forget_questions() -> int:
    """Delete keys older than a day; how many."""
    with acting(system("entitlements.forget")):
        return benefits.forget_questions(at=now())
