"""Reactions of fieldwork to news from below and to its own; importing this registers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.fieldwork.tasks.data.tasks import Cause
from anju.domains.fieldwork.tasks.operations.campaigns import CHANGED
from anju.domains.fieldwork.tasks.operations.renewing import renew_after, renew_tasks
from anju.domains.fieldwork.tasks.operations.visiting import enter_visit, take_back_visit
from anju.domains.fieldwork.tasks.queries.sources import SOURCES
from anju.domains.places import api as places
from anju.foundation.actor import system
from anju.foundation.events import api as events
from anju.foundation.events.api import Event

HEARD = sorted(frozenset[str]().union(*(source.events for source in SOURCES)))


@events.on_batch(*HEARD, key="fieldwork.renew_tasks")
def renew(batch: Sequence[Event]) -> None:
    """Tasks at the homes that changed begin and end with their causes."""
    renew_after(batch, actor=system("fieldwork.renew_tasks"))


@events.on(CHANGED, key="fieldwork.campaign_doors")
def campaign_doors(event: Event) -> None:
    """The doors of a campaign begin and end with it."""
    renew_tasks(actor=system("fieldwork.campaign_doors"), at=event.at, causes=(Cause.CAMPAIGN,))


@events.on("fieldwork.visited", "fieldwork.visit_taken_back", key="fieldwork.enter_visit")
def enter(event: Event) -> None:
    """A visit that a device brought settles what waits at the home, as one entered on a page does; one that it takes
    back no longer does. Both are heard by one listener, because they count in their order."""
    visit = event.payload
    if event.name == "fieldwork.visit_taken_back":
        take_back_visit(
            user_id=visit["user"],
            key=visit["operation"],
            actor=system("fieldwork.enter_visit", channel="field"),
            at=event.at,
        )
        return
    home = places.homes([visit["home"]]).get(visit["home"])
    if home is not None:
        enter_visit(
            home,
            outcome=visit["result"],
            key=visit["operation"],
            actor=system("fieldwork.enter_visit", channel="field"),
            user_id=visit["user"],
            at=event.at,
            visited_at=min(datetime.fromisoformat(visit["visited_at"]), event.at),
        )
