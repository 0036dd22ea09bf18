"""Reactions of housing to news of the register; importing this registers them."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.housing.listings.operations import following, saving, telling
from anju.domains.housing.listings.operations.calling_off import call_off
from anju.domains.housing.listings.operations.storing import GONE_EVENT, OPENED_EVENT
from anju.domains.housing.listings.operations.writing import MESSAGE_EVENT, VIEWING_EVENT
from anju.domains.housing.premises.operations import telling as hazards
from anju.domains.housing.premises.operations.inspecting import HAZARD_EVENT, INSPECTED_EVENT
from anju.domains.housing.rentals.operations import telling as leases
from anju.domains.housing.rentals.operations.filing import RENTAL_EVENT
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.events import api as events
from anju.foundation.events.api import Event


@events.on_batch("register.applied", size=50, key="housing.let")
def moved_in(news: Sequence[Event]) -> None:
    """Somebody was checked in: what was offered of the home is let."""
    for event in news:
        arrivals = [
            (declaration, person)
            for declaration, (person, kind) in zip(
                event.payload.get("declarations", ()),
                register.applied_people(event.payload),
                strict=False,
            )
            if kind in register.KINDS and not register.closes(kind)
        ]
        following.close_let(arrivals, at=event.at)


@events.on("register.undone", key="housing.not_let")
def taken_back(event: Event) -> None:
    """A batch was undone: what it let is offered again."""
    following.reopen_undone(register.declared_in(int(event.payload["batch"])), at=event.at)


@events.on("register.undecided", key="housing.not_let_after_all")
def decision_taken_back(event: Event) -> None:
    """A decision was taken back by which somebody had been checked in."""
    found = register.review(int(event.payload["review"]))
    if found is not None:
        following.reopen_undone([found.declaration_id], at=event.at)


@events.on(MESSAGE_EVENT, key="housing.tell_message")
def written(event: Event) -> None:
    """Somebody wrote about a vacancy: the other side hears of it, without what was written."""
    telling.tell_message(int(event.payload["thread"]), str(event.payload["side"]), at=event.at)


@events.on(VIEWING_EVENT, key="housing.tell_viewing")
def appointment(event: Event) -> None:
    """An appointment was proposed, accepted, declined or cancelled: the other side hears of it."""
    payload = event.payload
    telling.tell_viewing(
        int(payload["thread"]),
        int(payload["viewing"]),
        str(payload["state"]),
        str(payload["side"]),
        at=event.at,
    )


@events.on(OPENED_EVENT, key="housing.tell_of_new")
def opened(event: Event) -> None:
    """Vacancies can be found from now on: who saved a search they are like hears of them."""
    saving.tell_of_new(event.payload, at=event.at)


@events.on(GONE_EVENT, key="housing.call_off")
def gone(event: Event) -> None:
    """The office refused vacancies, or a file or its undoing took them out: what was agreed about them is off."""
    call_off(
        [int(i) for i in event.payload["listings"]],
        actor=system("housing.call_off"),
        at=event.at,
    )


@events.on(RENTAL_EVENT, key="housing.tell_rental")
def rental_step(event: Event) -> None:
    """A rental was filed, changed or objected to: the other side hears of it."""
    leases.tell_of_step(int(event.payload["rental"]), str(event.payload["step"]), at=event.at)


@events.on(INSPECTED_EVENT, key="housing.tell_inspected")
def inspected(event: Event) -> None:
    """An inspection was recorded: whoever answers for the place hears of its hazards."""
    hazards.tell_of_inspection(int(event.payload["inspection"]), at=event.at)


@events.on(HAZARD_EVENT, key="housing.tell_hazard")
def hazard_step(event: Event) -> None:
    """The office looked again, or reopened a hazard: whoever answers for the place hears of it."""
    hazards.tell_of_step(
        int(event.payload["inspection"]),
        int(event.payload["hazard"]),
        str(event.payload["step"]),
        at=event.at,
    )
