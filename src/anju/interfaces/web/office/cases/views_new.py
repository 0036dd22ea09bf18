"""Entering a case at the counter for somebody who stands there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.casework.api import cases
from anju.domains.casework.api.cases import Matter
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import case_page
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import prefix_chosen
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def enter(request: ActorRequest) -> HttpResponse:
    """Whom (``person``, from the record), what (``matter``), then the form; a POST files it and opens the case."""
    request.actor.require(cases.ENTER)
    person_id = record_number(request.POST.get("person") or request.GET.get("person", ""))
    person = people.persons([person_id]).get(person_id) if person_id else None
    if person_id and person is None:
        raise NotFound("person_unknown")
    if person is not None:
        audit.record_read(
            request.actor,
            person_ids=[person.id],
            fields=["name"],
            action="office.case_new",
            at=request.at,
        )
    code = (request.POST.get("matter") or request.GET.get("matter", ""))[:20]
    matter = cases.matter(code, "", local_date(request.at)) if code else None
    if request.method == "POST" and person is not None and matter is not None:
        return _filed(request, person, matter)
    return _page(request, person, matter)


def _filed(request: ActorRequest, person: people.PersonView, matter: Matter) -> HttpResponse:
    typed = case_page.typed_answers(request, matter)
    try:
        made = cases.file_case(
            person.id,
            matter.code,
            typed,
            key=request.POST.get("key", "")[:80] or new_key(),
            urgent="urgent" in request.POST,
            region=prefix_chosen(request.POST.get("region", "")),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        return _page(request, person, matter, typed, error)
    except Conflict as error:
        messages.info(request, sentence(error, get_language() or "zh-hans"))
        return redirect("office:case", error.params["id"])
    messages.success(request, _("已提交。"))
    return redirect("office:case", made)


def _page(
    request: ActorRequest,
    person: people.PersonView | None,
    matter: Matter | None,
    typed: dict[str, str] | None = None,
    error: Refused | None = None,
) -> HttpResponse:
    n, today = case_page.which(), local_date(request.at)
    stays = register.stays_of([person.id], as_of=today) if person else []
    faults = error.params.get("faults", {}) if error else {}
    return render(
        request,
        "office/cases/new.html",
        {
            "person": person,
            "matter": matter,
            "title": matter.words[n] if matter else "",
            "about": matter.about[n] if matter else "",
            "matters": [
                {
                    "name": m.words[n],
                    "about": m.about[n],
                    "url": link("office:case_new", person=person.id, matter=m.code),
                }
                for m in cases.matters("", today)
            ]
            if person and not matter
            else [],
            "fields": case_page.form_fields(matter, typed or {}, faults) if matter else [],
            "place_needed": bool(person) and not stays,
            "error": sentence(error, get_language() or "zh-hans")
            if error and error.code != "case_answers"
            else "",
            "key": request.POST.get("key") or new_key(),
            "today": today,
        },
        status=422 if error else 200,
    )
