"""When a fact changes, those it is about are worked out anew: many events, one computation."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.permits.eligibility.operations.proving import PROVED_EVENT
from anju.domains.permits.eligibility.operations.recomputing import recompute
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.db.scope import as_intake_role
from anju.foundation.events import api as events
from anju.foundation.events.api import Event

ABOUT = (
    "register.applied",
    "register.corrected",
    "register.undone",
    "register.decided",
    "register.undecided",
    "register.merged",
    "register.unmerged",
    PROVED_EVENT,
)


@events.on_batch(*ABOUT, size=20, key="permits.entitled")
def facts_changed(happened: Sequence[Event]) -> None:
    """Recompute the people these events are about, as of the last of them: a later day has its own computation."""
    said = [e.payload for e in happened]
    persons = {int(p[k]) for p in said for k in ("person", "kept", "other") if p.get(k)}
    persons |= {person for p in said if "persons" in p for person, _ in register.applied_people(p)}
    with as_intake_role():
        persons |= set(
            register.people_of(
                declarations=[
                    int(p["declaration"])
                    for p in said
                    if p.get("declaration") and not p.get("person")
                ],
                batches=[int(p["batch"]) for p in said if p.get("batch")],
            )
        )
    recompute(sorted(persons), actor=system("permits.entitled"), at=happened[-1].at)
