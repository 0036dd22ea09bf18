"""``/people/{id}/entitlement``: may this person have a permit, and from which day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Query, Router

from anju.domains.permits.api import eligibility
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.eligibility.schemas import Eligibility
from anju.interfaces.rest.errors import ERRORS, Problem
from anju.interfaces.rest.people.routes import visible

router = Router()
On = Annotated[
    date | None, Query(description="As it would be on this day, if nothing changes; today without.")
]


@router.get(
    "/people/{person_id}/entitlement",
    response={200: Eligibility, ERRORS: Problem},
    summary="Entitled to a permit?",
)
def eligibility_of(
    request: TokenRequest, person_id: pages.Id, x_purpose: Purpose = None, on: On = None
) -> Eligibility:
    """Worked out now: the facts that satisfy, by article and source, what is missing, and from which
    day the person will be entitled if nothing changes. The person sees that it was asked."""
    actor = for_people(request, x_purpose, "permit.see")
    seen, day = visible(person_id), on or local_date(request.at)
    found = eligibility.assess([seen.id], on=day, at=request.at)[seen.id]
    audit.record_read(
        actor,
        person_ids=[seen.id],
        fields=("entitlement",),
        action="api.people.entitlement",
        at=request.at,
    )
    return Eligibility.of(found, on=day)
