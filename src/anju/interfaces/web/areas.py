"""Which kind of account a web area is for, asked before any of its views runs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from anju.foundation.errors import NotAllowed
from anju.interfaces.web.refusals import refusal

if TYPE_CHECKING:
    from anju.interfaces.web.session import ActorRequest

OFFICE, EMPLOYER = "/office/", "/employer/"


def closed(request: ActorRequest) -> HttpResponse | None:
    """The answer to a request for an office page by somebody who is no member of staff; None to go on.

    Whoever is signed out signs in and comes back: to the page, or after a form to the page the form stands on.
    """
    if _of_one_employer(request.path) and request.actor.user_id is None:  # signed out, a firm must not look deleted
        return redirect(f"{reverse('account_phone')}?{urlencode({'next': _back_to(request)})}")
    if not request.path.startswith(OFFICE):
        return None
    if request.actor.user_id is None:
        to = f"{reverse('account_login')}?{urlencode({'next': _back_to(request)})}"
        return HttpResponse(headers={"HX-Redirect": to}) if request.headers.get("HX-Request") == "true" else redirect(to)
    if request.actor.kind != "staff":
        return refusal(request, NotAllowed("area_for_staff"))
    return None


def _of_one_employer(path: str) -> bool:
    return path.startswith(EMPLOYER) and path != EMPLOYER


def _back_to(request: ActorRequest) -> str:
    if request.method in ("GET", "HEAD") and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return OFFICE
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
