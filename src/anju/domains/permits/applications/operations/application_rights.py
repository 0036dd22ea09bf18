"""Who may touch an application, and its row locked for a change. Seeing is asked outside the intake
role, where row-level security holds; acting is asked of the actor's grants and ties."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from anju.domains.people import api as people
from anju.domains.permits.applications.data import ApplicationState
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.rules import may_follow
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, NotAllowed, NotFound


class Standing(StrEnum):
    """In what capacity somebody acts on an application."""

    SELF = "self"
    PROXY = "proxy"
    STAFF = "staff"
    EMPLOYER = "employer"


def see(application_id: int) -> None:
    """Raise `NotFound` unless the transaction's own scope admits the application. Call it outside the intake role."""
    if not Application.objects.filter(id=application_id).exists():
        raise NotFound("application_unknown", id=application_id)


def locked(application_id: int, *, seen: int | None = None) -> Application:
    """The row, held for this transaction. `seen`: the version the actor looked at.

    Raises `NotFound`; `Conflict` ``application_changed`` when it is no longer that version.
    """
    row = Application.objects.select_for_update().filter(id=application_id).first()
    if row is None:
        raise NotFound("application_unknown", id=application_id)
    if seen is not None and row.version != seen:
        raise Conflict("application_changed", number=row.number)
    return row


def standing(row: Application, actor: Actor) -> Standing:
    """In what capacity the actor may act; `NotAllowed` when in none."""
    if actor.person_id is not None and actor.person_id == row.person_id:
        return Standing.SELF
    if actor.person_id is not None and (
        actor.person_id == row.proxy_person_id or guards(actor.person_id, row.person_id)
    ):
        return Standing.PROXY
    if actor.may("permit.apply", region=row.region):
        return Standing.STAFF
    if row.party and actor.may("permit.apply", party=row.party):
        return Standing.EMPLOYER
    raise NotAllowed("not_allowed", permission="permit.apply")


def guards(guardian_id: int, ward_id: int) -> bool:
    """True when the register knows the one as guardian of the other."""
    return guardian_id in people.wards_of([ward_id]).get(ward_id, [])


def goes_to(row: Application, state: ApplicationState, *, at: datetime) -> None:
    """Set the state and count the change; `Conflict` application_closed or application_state when it cannot follow."""
    before = ApplicationState(row.state)
    if not may_follow(before, state):
        code = "application_closed" if row.closed_at else "application_state"
        raise Conflict(code, number=row.number, state=before.value)
    row.state, row.version = state.value, row.version + 1
    if state not in (
        ApplicationState.DRAFT,
        ApplicationState.CONFIRMING,
        ApplicationState.INCOMPLETE,
        ApplicationState.DECIDING,
    ):
        row.closed_at, row.stage, row.paused_at = at, "", None
