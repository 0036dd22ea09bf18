"""Reactions of casework to its own news; importing this registers them."""

from __future__ import annotations

from anju.domains.casework.cases.data import Side, Step
from anju.domains.casework.cases.operations.recording import CASE_EVENT
from anju.domains.casework.cases.operations.telling import tell_of_step
from anju.domains.casework.enrolment.data import EnrolmentStep
from anju.domains.casework.enrolment.operations.recording import ENROLMENT_EVENT
from anju.domains.casework.enrolment.operations.telling import tell_family
from anju.domains.casework.respondents.operations import follow
from anju.foundation.events import api as events
from anju.foundation.events.api import Event


@events.on(CASE_EVENT, key="casework.tell")
def stepped(event: Event) -> None:
    """A case took a step: the person hears of it."""
    payload = event.payload
    tell_of_step(int(payload["case"]), Step(payload["step"]), Side(payload["side"]), at=event.at)


@events.on(CASE_EVENT, key="casework.respondents")
def followed(event: Event) -> None:
    """A case took a step: the notices to the other side follow it."""
    follow(int(event.payload["case"]))


@events.on(ENROLMENT_EVENT, key="casework.tell_family")
def enrolment_stepped(event: Event) -> None:
    """An application for school took a step: the family hears of it."""
    payload = event.payload
    tell_family(
        str(payload["family"]),
        int(payload["guardian"]),
        EnrolmentStep(payload["step"]),
        at=event.at,
    )
