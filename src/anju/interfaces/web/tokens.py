"""From a bearer token to an actor.

The REST API is served by the same middleware as pages, but never by a session: what a browser sends along by itself
opens nothing there, so it needs no form tokens.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from anju.domains.access import api as access
from anju.domains.fieldwork.api import sync as field
from anju.foundation.actor import NOBODY, Actor
from anju.foundation.errors import NotAllowed, Refused

API = "/api/"
"""Where tokens count and sessions do not."""
FIELD = "/api/v1/field/"
"""Where the secrets of field devices count, and nothing else does."""


REFUSAL = "token_refusal"
"""The request's attribute that tells the API why a wrong token is not even called wrong any more."""


def _count(request: HttpRequest, at: datetime) -> None:
    """Count a wrong token against the address it came from; good tokens of the same address go on working."""
    try:
        access.count_try("token.address", str(get_adapter().get_client_ip(request)), at=at)
    except Refused as error:
        setattr(request, REFUSAL, error)


def by_token(request: HttpRequest, *, at: datetime, request_id: str) -> Actor:
    """The actor of the token, for the purpose stated in X-Purpose; nobody without a good token. Below `FIELD` the
    token is a field device's secret."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    known = field.actor_of_device if request.path.startswith(FIELD) else access.actor_of_token
    if scheme.lower() == "bearer" and secret.strip():
        try:
            return known(
                secret.strip(),
                at=at,
                request_id=request_id,
                purpose=request.headers.get("X-Purpose", "").strip(),
            )
        except NotAllowed:
            _count(request, at)
    return replace(NOBODY, channel="api", request_id=request_id)
