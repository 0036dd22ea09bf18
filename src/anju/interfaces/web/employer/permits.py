"""Residence permits for one's staff: enter them, see how far each is; each each consents themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.people import api as people
from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import ApplicationState, Entered, SupportingDocumentKind
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.web.addresses import public_link
from anju.interfaces.web.employer.own_employer import employer_of, page_context
from anju.interfaces.web.pieces import applications as drawn
from anju.interfaces.web.session import ActorRequest

PAGE, MOST = 50, 100


@require_http_methods(["GET", "POST"])
def permits_list(request: ActorRequest, employer_id: int) -> HttpResponse:
    """Choose people of one's staff; the applications entered so far."""
    employer = employer_of(request, employer_id)
    request.actor.require("permit.apply", party=employer.party)
    links: list[Entered] = []
    if request.method == "POST":
        chosen = [int(p) for p in request.POST.getlist("person") if p.isdecimal()][:MOST]
        made = permits.enter_staff(
            employer.id,
            chosen,
            actor=request.actor,
            at=request.at,
            link=lambda token: public_link("resident:permit_link", token),
        )
        links = [m for m in made if not m.notified]
        _message(request, len(chosen), made)
        if not links:
            return redirect("employer:permits", employer.id)
    return render(
        request,
        "employer/applying/list.html",
        {**page_context(employer, "permits"), **_lists(request, employer, links)},
    )


@require_POST
def photo(request: ActorRequest, employer_id: int, application_id: int) -> HttpResponse:
    """A photograph or a statement for somebody who has not consented yet."""
    employer = employer_of(request, employer_id)
    found = permits.application(application_id)
    if (
        found is None
        or found.view.party != employer.party
        or found.view.state is not ApplicationState.CONFIRMING
    ):
        raise NotFound("application_unknown", id=application_id)
    file = request.FILES.get("file")
    kind = (
        SupportingDocumentKind.JOB
        if request.POST.get("kind") == SupportingDocumentKind.JOB
        else SupportingDocumentKind.PHOTO
    )
    try:
        if file is None or (file.size or 0) > permits.LARGEST:
            raise Refused(
                "paper_empty" if file is None else "paper_too_large",
                mb=permits.LARGEST // 1024 // 1024,
            )
        permits.add_supporting_document(
            application_id, kind=kind, data=file.read(), actor=request.actor, at=request.at
        )
    except Refused as error:
        messages.error(request, drawn.why_not(error))
    else:
        messages.success(request, _("已保存。"))
    return redirect("employer:permits", employer.id)


def _lists(request: ActorRequest, employer: Any, links: list[Entered]) -> dict[str, Any]:  # noqa: ANN401 - an EmployerView
    q = request.GET.get("q", "").strip()
    workers, total = register.workforce(
        employer.id, as_of=local_date(request.at), q=q, limit=PAGE, offset=0
    )
    entered = permits.of_party(employer.party)
    under_way = {line.person_id for line in entered if line.closed_at is None}
    ids = list({*(w.person_id for w in workers), *(line.person_id for line in entered)})
    known = people.persons(ids)
    audit.record_read(
        request.actor, person_ids=ids, fields=("name",), action="employer.permits", at=request.at
    )
    rows = [
        {**drawn.line_of(line), "name": known[line.person_id].name}
        for line in entered
        if line.person_id in known
    ]
    return {
        "workers": [w for w in workers if w.person_id not in under_way],
        "total": total,
        "rows": rows,
        "q": q,
        "links": [
            {"name": known[e.person_id].name, "link": e.link} for e in links if e.person_id in known
        ],
    }


def _message(request: ActorRequest, chosen: int, made: list[Entered]) -> None:
    if made:
        messages.success(
            request,
            ngettext(
                "已为 %(n)s 人填报，等本人同意。", "已为 %(n)s 人填报，等本人同意。", len(made)
            )
            % {"n": len(made)},
        )
    if chosen > len(made):
        left = chosen - len(made)
        messages.info(
            request,
            ngettext(
                "有 %(n)s 人不需要或暂不能由单位填报，可由本人自己办理。",
                "有 %(n)s 人不需要或暂不能由单位填报，可由本人自己办理。",
                left,
            )
            % {"n": left},
        )
