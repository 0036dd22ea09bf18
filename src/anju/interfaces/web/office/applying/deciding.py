"""What a clerk decides: approve, refuse with reasons, request what is missing; or withdrawn at the person's request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import StageDecision, SupportingDocumentKind
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.interfaces.web.office.applying.views import page, visible_application
from anju.interfaces.web.pieces.applications import why_not
from anju.interfaces.web.session import ActorRequest

LONGEST = 500


@require_POST
def decide(request: ActorRequest, application_id: int) -> HttpResponse:
    """Yes or no. Whoever comes second reads who was first, on the page as it is now."""
    visible_application(request, application_id)
    decision = request.POST.get("decision", "")
    try:
        outcome = permits.decide(
            application_id,
            decision=StageDecision(decision)
            if decision in set(StageDecision)
            else StageDecision.AGREE,
            seen=_version(request),
            reasons=request.POST.getlist("reason") if decision == StageDecision.REFUSE else (),
            note=request.POST.get("note", "")[:LONGEST],
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict, NotAllowed) as error:
        return page(
            request,
            application_id,
            problem=why_not(error),
            status=409 if isinstance(error, Conflict) else 422,
        )
    if outcome.moved:
        messages.warning(
            request, _("申请人在申请期间搬了住处，您的意见没有记入。请看过新住处再办。")
        )
    elif outcome.waits_for_second:
        messages.success(request, _("已记下您的意见，等另一位同事复核。"))
    elif outcome.state == "approved":
        messages.success(request, _("已批准，进入制证。"))
    elif outcome.state == "refused":
        messages.success(request, _("已作出不予批准的决定，申请人会收到理由和异议途径。"))
    else:
        messages.success(request, _("已记下，转下一环节。"))
    return redirect("office:permit_application", application_id)


@require_POST
def ask(request: ActorRequest, application_id: int) -> HttpResponse:
    """Everything that is missing, requested once."""
    visible_application(request, application_id)
    kinds = [k for k in request.POST.getlist("paper") if k in set(SupportingDocumentKind)]
    try:
        permits.ask_missing(
            application_id,
            codes=[(k, "663.9", (k,)) for k in kinds],
            seen=_version(request),
            note=request.POST.get("note", "")[:LONGEST],
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict, NotAllowed) as error:
        return page(
            request,
            application_id,
            problem=why_not(error),
            status=409 if isinstance(error, Conflict) else 422,
        )
    messages.success(request, _("已一次性告知申请人，时限暂停。"))
    return redirect("office:permit_application", application_id)


@require_POST
def withdraw(request: ActorRequest, application_id: int) -> HttpResponse:
    """Take it back at the person's word."""
    visible_application(request, application_id)
    try:
        permits.withdraw(
            application_id,
            note=request.POST.get("note", "")[:LONGEST],
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict, NotAllowed) as error:
        return page(
            request,
            application_id,
            problem=why_not(error),
            status=409 if isinstance(error, Conflict) else 422,
        )
    messages.success(request, _("已按申请人的意思撤回。"))
    return redirect("office:permit_application", application_id)


def _version(request: ActorRequest) -> int:
    """The version the clerk had before them; one that never was, when the form does not say."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
