"""The card of a person's page that says whether they are eligible for a permit, and why."""

from __future__ import annotations

from typing import Any

from anju.domains.permits.api import eligibility
from anju.foundation.clock import local_date
from anju.interfaces.web.pieces.eligibility import eligibility_values
from anju.interfaces.web.session import ActorRequest


def eligibility_card(person_id: int, request: ActorRequest) -> dict[str, Any] | None:
    """The answer of this day, for who may see permits. `tell`: invited by nobody yet, for want of a phone."""
    if not request.actor.may("permit.see"):
        return None
    found, stored = eligibility.assess_or_stored(
        person_id, on=local_date(request.at), at=request.at
    )
    return {
        **eligibility_values(found),
        "tell": found.entitled and stored is not None and stored.invited_by == "nobody",
    }
