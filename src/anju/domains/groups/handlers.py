"""Reactions of groups to their own news; importing this registers them."""

from __future__ import annotations

from anju.domains.casework.api.cases import CASE_EVENT
from anju.domains.groups.activities.data import EMPLOYMENT_MATTER
from anju.domains.groups.activities.operations import (
    ACTIVITY_EVENT,
    follow_case,
    tell_activity,
)
from anju.domains.groups.mediation.data import MediationSide
from anju.domains.groups.mediation.operations.mediating import MEDIATION_EVENT, tell_sides
from anju.domains.groups.meetings.operations.calling import MEETING_EVENT, tell_members
from anju.foundation.actor import system
from anju.foundation.events import api as events
from anju.foundation.events.api import Event


@events.on(MEETING_EVENT, key="groups.tell_meeting")
def met(event: Event) -> None:
    """A meeting was called, called off or closed: those on its roll hear of it."""
    tell_members(int(event.payload["meeting"]), str(event.payload["step"]), at=event.at)


@events.on(MEDIATION_EVENT, key="groups.tell_mediation")
def mediated(event: Event) -> None:
    """A mediation took a step: the other sides hear that there is something new."""
    tell_sides(int(event.payload["mediation"]), MediationSide(event.payload["side"]), at=event.at)


@events.on(ACTIVITY_EVENT, key="groups.tell_activity")
def changed(event: Event) -> None:
    """Somebody got a place from the waiting list, or an activity was called off: they hear of it."""
    signup = event.payload.get("signup")
    tell_activity(
        int(event.payload["activity"]), None if signup is None else int(signup), at=event.at
    )


@events.on(CASE_EVENT, key="groups.placed")
def placed(event: Event) -> None:
    """A case about work was closed by the person: the course it came from counts who is in work."""
    if event.payload["matter"] == EMPLOYMENT_MATTER and event.payload["step"] == "confirmed":
        follow_case(int(event.payload["case"]), actor=system("groups.placed"), at=event.at)
