"""One application at the office: what is proved, its files, the decision; entering one at the counter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import EnrolmentRecord, Wanted
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import case_page, enrolment_page
from anju.interfaces.web.casework.enrolment_form import chosen_children, chosen_schools, form
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.session import ActorRequest


def _seen(request: ActorRequest, enrolment_id: int) -> EnrolmentRecord:
    record = enrolment.enrolment(enrolment_id, actor=request.actor, at=request.at)
    audit.record_read(
        request.actor,
        person_ids=[record.line.child_id, record.line.guardian_id],
        fields=["name", "birth_date", "enrolment"],
        action="office.school_one",
        at=request.at,
    )
    return record


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, enrolment_id: int) -> HttpResponse:
    """One application; a POST (``act``) decides."""
    request.actor.require(enrolment.SEE)
    record = _seen(request, enrolment_id)
    if request.method != "POST":
        return _page(request, record)
    try:
        _do(request, enrolment_id)
    except (Refused, Conflict) as error:
        return _page(request, record, sentence(error, get_language() or "zh-hans"))
    messages.success(request, _("已记录。"))
    return redirect(link("office:school_one", enrolment_id))


def _do(request: ActorRequest, enrolment_id: int) -> None:
    post = request.POST
    version = post.get("version", "")
    common: dict[str, Any] = {
        "seen": int(version) if version.isdecimal() and len(version) < 10 else 0,
        "key": act_key(request),
        "actor": request.actor,
        "at": request.at,
    }
    text = post.get("text", "")
    shown = {f: post.get(f"fact-{f}", "")[:20] for f in enrolment.BY_DOCUMENT}
    acts: dict[str, Callable[[], object]] = {
        "admit": lambda: enrolment.admit(enrolment_id, shown, text=text, **common),
        "ask": lambda: enrolment.ask_family(enrolment_id, text=text, **common),
        "refuse": lambda: enrolment.not_admit(enrolment_id, text=text, **common),
    }
    act = post.get("act", "")
    if act not in acts:
        raise Refused("case_text_missing")
    acts[act]()


def _page(request: ActorRequest, record: EnrolmentRecord, error: str = "") -> HttpResponse:
    line = record.line
    schools = enrolment.schools_of(record.round.id)
    names = names_for(codes=[line.region])
    wanted = dict.fromkeys(
        n.fact for group in record.fit.missing for n in group if n.fact in enrolment.BY_DOCUMENT
    )
    return render(
        request,
        "office/schooling/one.html",
        {
            **enrolment_page.shown(record, schools),
            "place": names.place(line.region),
            "may_review": (
                request.actor.may(enrolment.REVIEW, region=line.region)
                or request.actor.may(enrolment.REVIEW, region=record.round.region)
            )
            and line.state.value in ("filed", "returned", "qualified", "refused"),
            "wanted": [
                (
                    fact,
                    enrolment_page.need(enrolment.Need(fact)),
                    fact in enrolment.VALUES,
                    request.POST.get(f"fact-{fact}", ""),
                )
                for fact in wanted
            ],
            "error": error,
            "typed": request.POST.get("text", ""),
            "longest": enrolment.MOST_TEXT,
            "key": new_key(),
        },
        status=422 if error else 200,
    )


@require_safe
def sheet(request: ActorRequest, enrolment_id: int) -> HttpResponse:
    """The application on paper, for the family."""
    request.actor.require(enrolment.SEE)
    record = _seen(request, enrolment_id)
    shown = enrolment_page.shown(record, enrolment.schools_of(record.round.id))
    printed = {"printed_at": request.at, "printed_by": request.actor.label}
    return render(request, "casework/enrolment_print.html", shown | printed)


@require_safe
def document(request: ActorRequest, enrolment_id: int, file_id: int) -> HttpResponse:
    """A file of an application."""
    request.actor.require(enrolment.SEE)
    _seen(request, enrolment_id)
    _name, content_type, data = enrolment.document_content(enrolment_id, file_id)
    return case_page.shown_file(f"document-{file_id}", content_type, data)


@require_http_methods(["GET", "POST"])
def enter(request: ActorRequest, round_id: int) -> HttpResponse:
    """Apply at the counter for the children of ``person``; a POST applies and opens the first."""
    request.actor.require(enrolment.ENTER)
    person_id = record_number(request.POST.get("person") or request.GET.get("person", ""))
    person = people.persons([person_id]).get(person_id) if person_id else None
    if request.method != "POST" or person is None:
        return _counter(request, round_id, person)
    try:
        made = enrolment.apply_for_school(
            round_id,
            person.id,
            [Wanted(child, grade) for child, grade in chosen_children(request)],
            chosen_schools(request),
            same_school="same_school" in request.POST,
            arrange="arrange" in request.POST,
            key=request.POST.get("key", "")[:80] or new_key(),
            actor=request.actor,
            at=request.at,
        )
    except (Refused, NotAllowed) as error:
        return _counter(request, round_id, person, error)
    except Conflict as error:
        messages.info(request, sentence(error, get_language() or "zh-hans"))
        return redirect(link("office:school_one", error.params["id"]))
    messages.success(request, _("已报名 %(n)s 个孩子。") % {"n": len(made)})
    return redirect(link("office:school_one", made[0]))


def _counter(
    request: ActorRequest,
    round_id: int,
    person: people.PersonView | None,
    error: AnjuError | None = None,
) -> HttpResponse:
    held = enrolment.one_round(round_id)
    found = (
        enrolment.outlook(round_id, person.id, actor=request.actor, at=request.at) if person else []
    )
    if person is not None:
        audit.record_read(
            request.actor,
            person_ids=[person.id, *(c.child_id for c in found)],
            fields=["name", "birth_date", "enrolment"],
            action="office.school_enter",
            at=request.at,
        )
    return render(
        request,
        "office/schooling/enter.html",
        {
            **form(request, held, found),
            "person": person,
            "error": sentence(error, get_language() or "zh-hans") if error else "",
        },
        status=422 if error else 200,
    )
