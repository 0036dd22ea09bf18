"""A permit that ends takes its digital forms with it."""

from __future__ import annotations

from anju.domains.permits.credentials.operations import withdraw
from anju.domains.permits.transitions.data.states import ENDED
from anju.domains.permits.transitions.data.transitions import CancelReason
from anju.domains.permits.transitions.operations.transition import TRANSITION_EVENT
from anju.foundation.actor import system
from anju.foundation.events import api as events
from anju.foundation.events.api import Event


@events.on(TRANSITION_EVENT, key="permits.credentials")
def permit_changed(event: Event) -> None:
    """Suspension and loss need nothing here: the lists follow the permit's state. An end is for ever, but for
    the one of a merge, which is undone with the merge."""
    if event.payload["to"] in ENDED and event.payload.get("reason") != CancelReason.MERGED:
        withdraw(
            permit_id=event.payload["permit"],
            why=event.payload["kind"],
            actor=system("permits"),
            at=event.at,
        )
