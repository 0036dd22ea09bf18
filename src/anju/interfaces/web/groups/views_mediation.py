"""Mediation on the phone: asking for it, consenting by a code, talking, signing, what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.groups.api import mediation, membership
from anju.domains.groups.api.mediation import Mediation, MediationSide, MediationStep
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.texts import groups as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key, signed_in
from anju.interfaces.web.groups import shown
from anju.interfaces.web.session import ActorRequest

CHIPS = {
    "agreed": ("aj-chip aj-chip-good", "circle-check"),
    "kept": ("aj-chip aj-chip-good", "circle-check"),
    "ended": ("aj-chip", "circle-x"),
    "breached": ("aj-chip aj-chip-late", "alert-triangle"),
}
STEPS = {
    "sign": MediationStep.SIGNED,
    "withdraw": MediationStep.WITHDRAWN,
    "fail": MediationStep.FAILED,
    "confirm": MediationStep.CONFIRMED,
    "keep": MediationStep.KEPT,
}


def line(found: Mediation) -> dict[str, Any]:
    """A mediation as a line of a list."""
    css, icon = CHIPS.get(found.state.value, ("aj-chip aj-chip-soon", "clock"))
    text = label(words.MEDIATION_STATES, found.state.value)
    return {"one": found, "state": {"text": text, "css": css, "icon": icon}}


@require_http_methods(["GET", "POST"])
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """One's own mediations; a POST consents to one by the code."""
    error = ""
    if request.method == "POST":
        try:
            made = mediation.consent(
                request.POST.get("code", ""),
                key=act_key(request),
                actor=request.actor,
                at=request.at,
            )
        except (Conflict, NotFound) as fault:
            error = shown.error_text(fault)
        else:
            messages.success(request, _("已同意调解。"))
            return redirect("groups:mediation", made)
    return render(
        request,
        "groups/mediations.html",
        {
            "rows": [line(m) for m in mediation.own_mediations(request.actor)],
            "key": new_key(),
            "error": error,
            "back_url": reverse("groups:list"),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest, group_id: int) -> HttpResponse:
    """Ask a group to mediate; the code for the other side is shown once."""
    group, post, error = membership.group(group_id), request.POST, ""
    if request.method == "POST":
        try:
            made, code = mediation.ask_mediation(
                group_id,
                post.get("subject", ""),
                post.get("text", ""),
                own_name=post.get("own_name", ""),
                other_name=post.get("other_name", ""),
                key=post.get("key", "")[:80] or new_key(),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict) as fault:
            error = shown.error_text(fault)
        else:
            return (
                _page(request, mediation.mediation(made, request.actor), code=code)
                if code
                else redirect("groups:mediation", made)
            )
    return render(
        request,
        "groups/mediation_new.html",
        {
            "group": group,
            "typed": post,
            "key": post.get("key") or new_key(),
            "error": error,
            "back_url": reverse("groups:one", args=[group_id]),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, mediation_id: int) -> HttpResponse:
    """One mediation; a POST takes a step in it (``act``)."""
    found = mediation.mediation(mediation_id, request.actor)
    if request.method != "POST":
        return _page(request, found)
    try:
        _do(request, found)
    except (Refused, Conflict, NotAllowed, NotFound) as error:
        return _page(request, mediation.mediation(mediation_id, request.actor), error)
    messages.success(request, _("已记录。"))
    return redirect("groups:mediation", mediation_id)


def _do(request: ActorRequest, found: Mediation) -> None:
    act, text = request.POST.get("act", ""), request.POST.get("text", "")
    common: dict[str, Any] = {"key": act_key(request), "actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "take": lambda: mediation.take_up(found.id, **common),
        "write": lambda: mediation.write(found.id, text, **common),
        "draft": lambda: mediation.draft(found.id, request.POST.get("agreement", ""), **common),
        "breach": lambda: mediation.report_breach(found.id, text, **common),
    }
    if act in STEPS:
        mediation.step(found.id, STEPS[act], text, **common)
    elif act in acts:
        acts[act]()
    else:
        raise Refused("group_act")


def _page(
    request: ActorRequest, found: Mediation, error: AnjuError | None = None, code: str = ""
) -> HttpResponse:
    today = local_date(request.at)
    names = {
        MediationSide.APPLICANT: found.applicant,
        MediationSide.OTHER: found.other,
        MediationSide.MEDIATOR: found.mediator,
    }
    party = found.side in (MediationSide.APPLICANT, MediationSide.OTHER)
    return render(
        request,
        "groups/mediation.html",
        {
            **line(found),
            "group": membership.group(found.group_id),
            "party": party,
            "mediates": found.side is MediationSide.MEDIATOR,
            "live": found.state.value in ("asked", "waiting", "talking", "drafted"),
            "signed": [names[s] for s in MediationSide if s in found.signed],
            "has_signed": found.side in found.signed,
            "open_window": found.confirm_until is not None and today <= found.confirm_until,
            "linked": request.actor.person_id is not None,
            "events": [
                {
                    "event": e,
                    "who": names[e.side],
                    "role": label(words.MEDIATION_SIDES, e.side.value),
                    "what": label(words.MEDIATION_STEPS, e.step.value),
                }
                for e in found.events
            ],
            "code": code,
            "key": new_key(),
            "error": shown.error_text(error) if error else "",
            "back_url": reverse("groups:mediations"),
        },
        status=422 if error else 200,
    )


@require_safe
@signed_in
def sheet(request: ActorRequest, mediation_id: int) -> HttpResponse:
    """The agreement on paper, to be signed by hand too, and until when the court may be asked."""
    found = mediation.mediation(mediation_id, request.actor)
    if not found.agreement:
        raise NotFound("mediation_unknown")
    return render(
        request,
        "groups/mediation_print.html",
        {
            **line(found),
            "group": membership.group(found.group_id),
            "printed_at": request.at,
            "printed_by": "",
        },
    )
