"""From a bearer token to an actor.

The REST door is served by the same middleware as pages, but never by a session: what a browser sends along by itself
opens nothing there, so it needs no form tokens.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest

from anju.domains.access import api as access
from anju.foundation.actor import NOBODY, Actor
from anju.foundation.errors import NotAllowed

API = "/api/"
"""Where tokens count and sessions do not."""


def by_token(request: HttpRequest, *, at: datetime, request_id: str) -> Actor:
    """The actor of the token, for the purpose stated in X-Purpose; nobody without a good token."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret.strip():
        try:
            return access.actor_of_token(secret.strip(), at=at, request_id=request_id,
                                         purpose=request.headers.get("X-Purpose", "").strip())
        except NotAllowed:
            pass
    return replace(NOBODY, channel="api", request_id=request_id)
