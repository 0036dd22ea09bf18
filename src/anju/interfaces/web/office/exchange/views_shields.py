"""Questions about shielded persons for one case: entered by one, answered by another, handed over on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import shields
from anju.domains.exchange.api.shields import ShieldEnquiryView
from anju.domains.people import api as people
from anju.interfaces.texts import shields as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import act_key
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Every question in the actor's care, those that wait first."""
    found = shields.shield_enquiries(actor=request.actor, at=request.at)
    names = {p.id: p.name for p in people.persons([e.person_id for e in found]).values()}
    lines = [{**_line(e), "name": names.get(e.person_id, "")} for e in found]
    return render(request, "office/exchange/shields.html", {"lines": lines})


def _line(found: ShieldEnquiryView) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    return {
        "e": found,
        "basis": label_in(words.SHIELD_BASES, found.basis, language),
        "state": label_in(words.SHIELD_STATES, found.state, language),
        "asked": [label_in(words.SHIELD_ASKED, a, language) for a in found.asked],
        "content": [
            (label_in(words.SHIELD_ASKED, name, language), value or _("登记册里没有"))
            for name, value in found.content.items()
        ],
    }


@require_POST
def enter(request: ActorRequest, person_id: int) -> HttpResponse:
    """Enter a question that came on paper."""
    made = saved(
        request,
        lambda: shields.enter_enquiry(
            person_id,
            asker=request.POST.get("asker", "")[:100],
            basis=request.POST.get("basis", "")[:20],
            reference=request.POST.get("paper", "")[:80],
            asked=request.POST.getlist("asked"),
            key=act_key(request),
            actor=request.actor,
            at=request.at,
        ),
        _("已登记，由另一人答复。"),
    )
    if made is None:
        return redirect("office:exchange_shield", person_id)
    return redirect("office:exchange_shield_enquiry", made)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, enquiry_id: int) -> HttpResponse:
    """One question: answered, declined, or printed once it was."""
    if request.method == "POST":
        saved(request, lambda: _decided(request, enquiry_id))
        return redirect("office:exchange_shield_enquiry", enquiry_id)
    found = shields.shield_enquiry(enquiry_id, actor=request.actor, at=request.at)
    person = people.persons([found.person_id]).get(found.person_id)
    context = {
        **_line(found),
        "name": person.name if person else "",
        "own": found.asked_by is not None and found.asked_by == request.actor.user_id,
    }
    return render(request, "office/exchange/shield_enquiry.html", context)


def _decided(request: ActorRequest, enquiry_id: int) -> bool:
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    if "decline" in request.POST:
        shields.decline_enquiry(enquiry_id, request.POST.get("note", "")[:300], **who)
    else:
        shields.answer_enquiry(enquiry_id, **who)
    return True
