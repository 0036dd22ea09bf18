"""The first page, the privacy notice, the landing of a scanned plate, an invitation, rare characters."""

from __future__ import annotations

import re

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.access import api as access
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import InvitationView
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.web.context import own_page
from anju.interfaces.web.declaring import keyed, reason_text
from anju.interfaces.web.font_slices import slice_from, starts
from anju.interfaces.web.resident.views_declare import Family
from anju.interfaces.web.session import ActorRequest

NOTICE = "2026-11-21"
"""Version of the privacy notice: the day its present words were published."""


@require_safe
def welcome(request: ActorRequest) -> HttpResponse:
    """The entry pages; whoever is signed in goes straight to theirs."""
    if request.actor.user_id is not None and "doors" not in request.GET:
        return redirect(home_page_of(request.actor))
    return render(request, "public/welcome.html")


def home_page_of(actor: Actor) -> str:
    """Where somebody belongs, by what they may do."""
    parties = actor.parties("declare")
    if actor.kind != "public" and own_page(actor):
        return _first(own_page(actor), "public:privacy")
    if actor.kind != "public":
        return _first("office:workbench", "office:users", "public:privacy")
    if any(p.startswith("holder:") for p in parties):
        return reverse("landlord:home")
    if any(p.startswith("employer:") for p in parties):
        return reverse("employer:door")
    return reverse("resident:home")


def _first(*routes: str) -> str:
    for route in routes:
        try:
            return reverse(route)
        except NoReverseMatch:
            continue
    return "/?doors"


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long, who sees it, and what never happens."""
    return render(request, "public/privacy.html", {"version": NOTICE, "back_url": "/?doors"})


@require_safe
def plate(request: ActorRequest, code: str) -> HttpResponse:
    """What a scanned plate says to anybody: that it is a plate, and of which community. Never who lives there."""
    home = places.home_by_code(code)
    if home is None or home.closed_on is not None:
        raise NotFound("home_unknown")
    place = regions.path(home.region[:12])
    try:
        office = reverse("office:home", args=[home.code]) if request.actor.kind != "public" else ""
    except NoReverseMatch:
        office = ""
    return render(
        request,
        "public/plate.html",
        {"code": home.code, "community": place[-1].name if place else "", "office_url": office},
    )


@require_http_methods(["GET", "POST"])
def invitation(request: ActorRequest, token: str) -> HttpResponse:
    """Open an invitation: sign in by phone, then fill in or take the own record."""
    try:
        access.count_try(
            "invitation.address", str(get_adapter().get_client_ip(request)), at=request.at
        )
        if request.actor.user_id is not None:
            access.count_try("invitation.account", str(request.actor.user_id), at=request.at)
        found = register.invitation(token, at=request.at)
        if request.actor.user_id is None or found.kind == "check_in":
            return _taken(request, token, found)
        return _filled(request, token, found)
    except (
        AnjuError
    ) as error:  # answered here, not by the middleware: the counted try must stay counted
        return render(
            request,
            "public/void.html",
            {"sentence": reason_text(error.code, **error.params)},
            status=404,
        )


def _taken(request: ActorRequest, token: str, found: InvitationView) -> HttpResponse:
    if request.actor.user_id is None or request.method == "GET":
        home = places.homes([found.home_id])[found.home_id] if found.kind == "fill_in" else None
        return render(
            request, "public/invitation.html", {"found": found, "home": home, "next": request.path}
        )
    register.accept_invitation(token, actor=request.actor, at=request.at)
    messages.success(request, _("您现在可以查看和更正自己的登记。"))
    return redirect("resident:home")


def _filled(request: ActorRequest, token: str, found: InvitationView) -> HttpResponse:
    home = places.homes([found.home_id])[found.home_id]
    family = Family.of(request, {})
    context = {
        "family": family,
        "place": {"text": home.text},
        "key": token[:11],
        "action": request.path,
        "invited": True,
        "problem": "",
    }
    if request.method == "GET" or not family.in_order(local_date(request.at)):
        return render(
            request, "resident/who.html", context, status=422 if request.method == "POST" else 200
        )
    if "yes" not in request.POST:
        return render(
            request, "resident/confirm.html", {**context, "hidden": family.hidden(request)}
        )
    register.accept_invitation(
        token, actor=request.actor, at=request.at, items=keyed(family.items(), token[:11])
    )
    asked = _("已收到，等房东确认。") if found.party else _("已收到，由社区工作人员核实。")
    messages.success(request, asked)
    return redirect("resident:home")


WEEK = 7 * 24 * 3600
"""Seconds: an administrator may install more fonts."""


@require_safe
def font(request: HttpRequest, start: str) -> HttpResponse:
    """The characters from this code point on; not found where no font of the server draws them."""
    data = (
        slice_from(int(start, 16))
        if re.fullmatch("[0-9a-f]{5}", start) and int(start, 16) in starts()
        else b""
    )
    if not data:
        raise Http404
    answer = HttpResponse(data, content_type="font/woff")
    answer["Cache-Control"] = f"public, max-age={WEEK}"
    return answer
