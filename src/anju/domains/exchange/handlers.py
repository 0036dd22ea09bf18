"""Reactions of the exchange to news from below; importing this registers them."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.exchange.bridge.operations.filling import offer_declarations, offer_permits
from anju.domains.exchange.links.operations.telling import tell_arrivals, tell_departures
from anju.domains.exchange.picture.operations.pictures import refresh_tickets
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
    """Whoever has come from a place on a link is told of there."""
    persons = {
        person
        for event in batch
        for person, kind in register.applied_people(event.payload)
        if kind in ARRIVING
    }
    if persons:
        with acting(system("exchange.tell_arrivals", channel="exchange")):
            tell_arrivals(sorted(persons), at=max(event.at for event in batch))


@events.on_batch("register.applied", size=50, key="exchange.tell_departures")
def tell_gone(batch: Sequence[Event]) -> None:
    """The place on a link that somebody has gone to is told of them."""
    persons = {
        person
        for event in batch
        for person, kind in register.applied_people(event.payload)
        if kind in GOING
    }
    if persons:
        with acting(system("exchange.tell_departures", channel="exchange")):
            tell_departures(sorted(persons), at=max(event.at for event in batch))


@events.on_batch("register.applied", size=200, key="exchange.bridge_declarations")
def offer_over_bridge(batch: Sequence[Event]) -> None:
    """Whoever has come to live here goes over the bridge, where there is one, to be checked."""
    persons = {
        person
        for event in batch
        for person, kind in register.applied_people(event.payload)
        if kind in ARRIVING
    }
    actor = system("exchange.bridge", channel="exchange")
    with acting(actor):
        offer_declarations(sorted(persons), actor=actor, at=max(event.at for event in batch))


@events.on("permits.accepted", key="exchange.bridge_permits")
def offer_permit_over_bridge(event: Event) -> None:
    """An application that was accepted goes over the bridge, where there is one, to be checked."""
    actor = system("exchange.bridge", channel="exchange")
    with acting(actor):
        offer_permits([int(event.payload["application"])], actor=actor, at=event.at)


@events.on_batch("register.applied", size=200, key="exchange.picture_tickets")
def look_for_contradictions(batch: Sequence[Event]) -> None:
    """What sources say differently about somebody is put before a person."""
    persons = {p for event in batch for p, _ in register.applied_people(event.payload)}
    with acting(system("exchange.picture")):
        refresh_tickets(sorted(persons), at=max(event.at for event in batch))
