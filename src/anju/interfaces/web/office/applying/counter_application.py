"""Taking an application in at the counter: for the person, or for somebody with a proxy; both identities are shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.people import api as people
from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import ApplicationState, ProxyInput, ProxyReason
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError, Conflict, Refused
from anju.interfaces.texts import applications as words
from anju.interfaces.texts.labels import RELATIONS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import DOCUMENTS
from anju.interfaces.web.office.applying.views import page, visible_application
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.pieces import applications as drawn
from anju.interfaces.web.resident.views_permit import store_files
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    """Who, how things stand, and with whom they came."""
    request.actor.require("permit.apply")
    given = request.POST if request.method == "POST" else request.GET
    number = record_number(given.get("person", ""))
    person_id = people.canonical(number) if number is not None else 0
    person = people.persons([person_id]).get(person_id) if person_id else None
    problem = ""
    if request.method == "POST" and person is not None:
        try:
            made = permits.start(
                person_id, proxy=_proxy(request), actor=request.actor, at=request.at
            )
        except AnjuError as error:
            problem = drawn.why_not(error)
        else:
            return redirect("office:permit_application", made)
    context: dict[str, Any] = {"person": person, "problem": problem, "given": given}
    if person is not None:
        audit.record_read(
            request.actor,
            person_ids=[person_id],
            fields=["name", "document", "permit"],
            action="permit.counter",
            at=request.at,
        )
        outlook = permits.outlook(person_id, at=request.at)
        context |= {
            "outlook": outlook,
            "needs": drawn.need_lines(outlook.needs),
            "past": [drawn.line_of(p) for p in permits.of_person([person_id])],
            "document": next((d.masked for d in person.documents if d.live), ""),
            "documents": DOCUMENTS,
            "reasons": [(r.value, label(words.PROXIES, r)) for r in ProxyReason],
            "relations": [
                (c, label(RELATIONS, c)) for c in ("50", "10", "20", "30", "60", "70", "97", "99")
            ],
        }
    return render(request, "office/applying/begin.html", context, status=422 if problem else 200)


@require_POST
def send(request: ActorRequest, application_id: int) -> HttpResponse:
    """Keep the supporting documents, and hand in."""
    visible_application(request, application_id)
    try:
        store_files(request, application_id)
        if "save" in request.POST:
            return redirect("office:permit_application", application_id)
        state = permits.submit(
            application_id,
            answers={"ethnicity": request.POST.get("ethnicity", "")},
            identity_shown="identity_shown" in request.POST,
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict) as error:
        return page(request, application_id, problem=drawn.why_not(error), status=422)
    messages.success(
        request,
        _("已受理，时限开始。")
        if state is ApplicationState.DECIDING
        else _("已出具一次性告知书。"),
    )
    return redirect("office:permit_application", application_id)


def _proxy(request: ActorRequest) -> ProxyInput | None:
    """The proxy of the form; None when the person came themselves."""
    reason = request.POST.get("proxy_reason", "")
    if reason not in set(ProxyReason):
        return None
    outlook = {
        k: request.POST.get(f"proxy_{k}", "").strip()[:100]
        for k in ("relation", "name", "document", "number")
    }
    return ProxyInput(
        ProxyReason(reason),
        outlook["relation"][:2],
        outlook["name"],
        outlook["document"][:3],
        outlook["number"].upper()[:30],
        "person_shown" in request.POST,
        "proxy_shown" in request.POST,
    )
