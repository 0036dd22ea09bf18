"""Records that were entered, corrected, merged or parted are compared in the next round; importing this listens."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.linkage.operations.proposing import note_changed
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.events import api as events
from anju.foundation.events.api import Event

NOTE = "linkage.note_changed"


@events.on_batch(
    "register.applied",
    "register.corrected",
    "register.merged",
    "register.unmerged",
    "register.undone",
    "register.undecided",
    key=NOTE,
)
def note(batch: Sequence[Event]) -> None:
    """Whoever an event is about."""
    persons = {
        int(p)
        for e in batch
        for p in (
            *e.payload.get("persons", ()),
            *(e.payload.get(k) for k in ("person", "kept", "other")),
        )
        if p
    }
    batches = [int(e.payload["batch"]) for e in batch if "batch" in e.payload]
    with acting(system(NOTE)):
        if batches:
            persons |= set(register.people_of(batches=batches))
        note_changed(persons)
