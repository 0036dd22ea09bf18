"""Bearer tokens, and the purpose for which a person's data is read.

The middleware has made the actor already (``interfaces.web.tokens``) and opened the transaction under what it may see;
here it is only asked whether there is one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Header
from ninja.security import HttpBearer

from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed

WHY = (
    "Why people are looked at: register, service, verification, safety … Needed wherever personal data is in the "
    "answer; the token's grants must allow it."
)
Purpose = Annotated[str | None, Header(alias="X-Purpose", max_length=40, description=WHY)]


class TokenRequest(HttpRequest):
    """What routes receive."""

    actor: Actor
    at: datetime
    request_id: str


class Bearer(HttpBearer):
    """``Authorization: Bearer anju_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The token's actor, or None. `Refused` too_many_tries after many wrong ones from the same address."""
        refusal = getattr(request, "token_refusal", None)
        if refusal is not None:
            raise refusal
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.user_id is not None else None


def for_people(request: TokenRequest, purpose: str | None, permission: str = "person.see") -> Actor:
    """The actor, when it may look at people for the purpose it states.

    `NotAllowed` purpose_missing, purpose_unknown, or not_allowed when no grant holds the permission for it.
    """
    actor = request.actor
    if not purpose:
        raise NotAllowed("purpose_missing")
    if all(purpose not in grant.purposes for grant in actor.grants):
        raise NotAllowed("purpose_unknown")
    actor.require(permission)
    return actor
