"""``/permits/{number}``: how a permit stands. Whether its holder is entitled to something is another question."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field, Path, Router, Schema

from anju.domains.people import api as people
from anju.domains.permits.api import lifecycle
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()
Number = Annotated[
    str, Path(description="Seventeen characters; spaces and hyphens are ignored.", max_length=40)
]


class PermitState(Schema):
    """How a permit stands today. `endorsed_until`: the first day on which it is no longer endorsed."""

    number: str
    state: str = Field(
        description="in_making, active, suspended, lost, withdrawn, expired or cancelled."
    )
    in_force: bool = Field(description="True only while its functions may be used today.")
    holder: str = Field(description="The holder's name.")
    region: str
    issuer: str
    issued_on: date | None
    endorsed_until: date | None
    residence_years: int


@router.get("/permits/{number}", response={200: PermitState, ERRORS: Problem}, summary="One permit")
def one(request: TokenRequest, number: Number, x_purpose: Purpose = None) -> PermitState:
    """The state of a permit by its number, for a stated purpose; the holder sees that it was asked."""
    actor = for_people(request, x_purpose, "permit.see")
    found = lifecycle.permit_by_number(lifecycle.read_number(number))
    holder = people.persons([found.person_id]).get(found.person_id)
    if holder is None:
        raise NotFound("permit_unknown", id=number)
    today = local_date(request.at)
    audit.record_read(
        actor,
        person_ids=[found.person_id],
        fields=("name", "permit"),
        action="api.permits.one",
        at=request.at,
    )
    return PermitState(
        number=found.number,
        state=str(found.state),
        in_force=in_force(found, today),
        holder=holder.name,
        region=found.region,
        issuer=found.issuer,
        issued_on=found.issued_on,
        endorsed_until=found.endorsed_until,
        residence_years=lifecycle.endorsement_status(found, today).years,
    )


def in_force(found: lifecycle.PermitView, today: date) -> bool:
    """Active, and neither its endorsement nor its term has run out since the last night."""
    return (
        found.state == lifecycle.PermitState.ACTIVE
        and (found.endorsed_until is None or today < found.endorsed_until)
        and (found.valid_until is None or today < found.valid_until)
    )
