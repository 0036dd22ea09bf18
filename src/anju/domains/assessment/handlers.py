"""Reactions of assessment to news from below; importing this listens."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.assessment.quality.operations.noting import note_changed
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.events import api as events
from anju.foundation.events.api import Event

NOTE = "assessment.note_changed"


@events.on_batch(
    "register.applied",
    "register.corrected",
    "register.decided",
    "register.merged",
    "register.unmerged",
    "register.undone",
    "register.undecided",
    "places.home_changed",
    "fieldwork.visit_entered",
    "fieldwork.visit_withdrawn",
    key=NOTE,
)
def note(batch: Sequence[Event]) -> None:
    """Whoever an event is about, and the homes it names, are looked at in the next run of the rules."""
    payloads = [event.payload for event in batch]
    persons = {
        int(p)
        for one in payloads
        for p in (*one.get("persons", ()), *(one.get(k) for k in ("person", "kept", "other")))
        if p
    }
    declarations = [int(p["declaration"]) for p in payloads if p.get("declaration")]
    batches = [int(p["batch"]) for p in payloads if p.get("batch")]
    homes = {int(p["home"]) for p in payloads if p.get("home")}
    with acting(system(NOTE)):
        if declarations or batches:
            persons |= set(register.people_of(declarations=declarations, batches=batches))
        note_changed(persons=persons, homes=homes)
