"""Reactions of the exchange to news from below; importing this registers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.exchange.bridge.operations.filling import offer_declarations, offer_permits
from anju.domains.exchange.changes.operations.noting import HEARD, has_subscribers, note_event
from anju.domains.exchange.cooperation.operations import (
    answering,  # noqa: F401 - registers what its messages do
    reporting,  # noqa: F401 - as above
)
from anju.domains.exchange.links.operations.telling import tell_arrivals, tell_departures
from anju.domains.exchange.picture.operations.pictures import refresh_tickets
from anju.domains.exchange.transfers.operations import (
    carers,  # noqa: F401 - registers who provides contacts
    families,  # noqa: F401 - registers who reports those who stayed behind
    receiving,  # noqa: F401 - registers what its messages do
    schooling,  # noqa: F401 - registers who provides school records
    vaccination,  # noqa: F401 - registers who provides vaccination records
)
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.events import api as events
from anju.foundation.events.api import Event

ARRIVING = ("arrive", "hire")
"""Kinds of declarations by which somebody may have come to live here."""
GOING = ("outflow",)
"""Kinds of declarations by which somebody of here lives elsewhere."""


@events.on_batch("register.applied", size=50, key="exchange.tell_arrivals")
def tell(batch: Sequence[Event]) -> None:
    """Places on a link are notified of who has come from there."""
    if persons := _declared_about(batch, ARRIVING):
        with acting(system("exchange.tell_arrivals", channel="exchange")):
            tell_arrivals(persons, at=_latest(batch))


@events.on_batch("register.applied", size=50, key="exchange.tell_departures")
def tell_gone(batch: Sequence[Event]) -> None:
    """Places on a link are notified of who has gone there."""
    if persons := _declared_about(batch, GOING):
        with acting(system("exchange.tell_departures", channel="exchange")):
            tell_departures(persons, at=_latest(batch))


@events.on_batch("register.applied", size=200, key="exchange.bridge_declarations")
def offer_over_bridge(batch: Sequence[Event]) -> None:
    """Whoever has come to live here goes over the bridge, where there is one, to be checked."""
    actor = system("exchange.bridge", channel="exchange")
    with acting(actor):
        offer_declarations(_declared_about(batch, ARRIVING), actor=actor, at=_latest(batch))


@events.on("permits.accepted", key="exchange.bridge_permits")
def offer_permit_over_bridge(event: Event) -> None:
    """An application that was accepted goes over the bridge, where there is one, to be checked."""
    actor = system("exchange.bridge", channel="exchange")
    with acting(actor):
        offer_permits([int(event.payload["application"])], actor=actor, at=event.at)


@events.on_batch("register.applied", size=200, key="exchange.picture_tickets")
def look_for_contradictions(batch: Sequence[Event]) -> None:
    """What sources say differently about somebody is put before a person."""
    with acting(system("exchange.picture")):
        refresh_tickets(_declared_about(batch), at=_latest(batch))


@events.on_batch(*HEARD, size=200, key="exchange.changes")
def note_changes(batch: Sequence[Event]) -> None:
    """What partners are notified of goes into their feed, in the order in which it happened."""
    with acting(system("exchange.changes", channel="exchange")):
        if has_subscribers():
            for event in batch:
                note_event(event.name, event.payload, at=event.at)


def _declared_about(batch: Sequence[Event], kinds: Sequence[str] = ()) -> list[int]:
    """Whom declarations of these kinds were about; without kinds of any."""
    return sorted(
        {
            person
            for event in batch
            for person, kind in register.applied_people(event.payload)
            if not kinds or kind in kinds
        }
    )


def _latest(batch: Sequence[Event]) -> datetime:
    return max(event.at for event in batch)
