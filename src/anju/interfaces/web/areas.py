"""Which kind of role a web area is for, asked before any of its views runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed
from anju.interfaces.web.refusals import refusal

if TYPE_CHECKING:
    from anju.interfaces.web.session import ActorRequest


@dataclass(frozen=True, slots=True)
class Area:
    """Addresses under `prefix` are for those whom `admits` lets in; others are refused with `reason`.
    The signed-out sign in at the route `sign_in`. `entrance`: the front page itself shows any account
    of the public how to get the role."""

    prefix: str
    sign_in: str
    reason: str
    admits: Callable[[Actor], bool]
    entrance: bool = False


def _speaks_for(kind: str) -> Callable[[Actor], bool]:
    return lambda actor: any(
        g.party is not None and g.party.startswith(f"{kind}:") for g in actor.grants
    )


def _office(actor: Actor) -> bool:
    """Staff with a role in some region."""
    return actor.kind == "staff" and any(g.region is not None for g in actor.grants)


def _anybody(actor: Actor) -> bool:
    """Whoever is signed in: what lies there is their own alone."""
    return actor.user_id is not None


def _public(actor: Actor) -> bool:
    return actor.kind == "public"


AREAS = (
    Area("/office/", "account_login", "area_for_staff", _office),
    Area("/landlord/", "account_phone", "area_for_landlords", _speaks_for("holder"), entrance=True),
    Area(
        "/employer/", "account_phone", "area_for_employers", _speaks_for("employer"), entrance=True
    ),
    Area("/field/enrol/", "account_login", "area_for_staff", _office),
    Area("/exports/", "account_phone", "signed_out", _anybody),
    Area("/card-photo/", "account_phone", "signed_out", _anybody),
    Area("/me/", "account_phone", "area_for_residents", _public),
)

OPEN = (
    "/account/",
    "/outbox/",
    "/regions/",
    "/fonts/",
    "/i18n/",
    "/entitlements/",
    "/points/",
    "/data/",
    "/services/",
    "/stations/",
    "/supplies/",
    "/vaccination/",
    "/vacancies/",
    "/verify/",
    "/field/",
    "/exchange/",
    "/.well-known/",
    "/status/",
    "/privacy/",
    "/h/",
    "/i/",
    "/healthz",
    "/readyz",
    "/metrics",
)
"""Addresses that ask for no role: signing in, published rules, the verifier, plates and invitations,
health; and `/` itself. A test compares this list and `AREAS` with all addresses there are. The API asks for a token."""


def area_of(path: str) -> Area | None:
    """The area an address belongs to; None for those that ask for no role."""
    return next((a for a in AREAS if path.startswith(a.prefix)), None)


def closed(request: ActorRequest) -> HttpResponse | None:
    """The answer to a request for a page of an area by somebody without its kind of role; None to go on.

    Whoever is signed out signs in and comes back: to the page, or after a form to the page the form stands on.
    """
    area, actor = area_of(request.path), request.actor
    if area is None:
        return None
    if actor.user_id is None:
        to = f"{reverse(area.sign_in)}?{urlencode({'next': _back_to(request, area)})}"
        return (
            HttpResponse(headers={"HX-Redirect": to})
            if request.headers.get("HX-Request") == "true"
            else redirect(to)
        )
    if area.admits(actor) or (
        area.entrance and request.path == area.prefix and actor.kind == "public"
    ):
        return None
    staff_without_role = area.admits is _office and actor.kind == "staff"
    return refusal(request, NotAllowed("area_without_role" if staff_without_role else area.reason))


def _back_to(request: ActorRequest, area: Area) -> str:
    if request.method in ("GET", "HEAD") and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return area.prefix
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
