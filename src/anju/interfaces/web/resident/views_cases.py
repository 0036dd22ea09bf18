"""One's own cases, and those of people one helps: begin, follow, answer, confirm; who may act for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import cases, respondents
from anju.domains.casework.api.cases import CaseRecord, Matter
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import case_page, notice_page
from anju.interfaces.web.declaring import act_key, new_key, signed_in
from anju.interfaces.web.office.naming import prefix_chosen
from anju.interfaces.web.session import ActorRequest


def _sentence(error: AnjuError) -> str:
    return sentence(error, get_language() or "zh-hans")


@require_safe
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """What is under way, what one can come with, whom one helps."""
    today, offered = local_date(request.at), _offered(request)
    own = cases.cases_of(request.actor.person_id) if request.actor.person_id else []
    _given, held = cases.mandates(request.actor)
    helped = [
        {
            "mandate": m,
            "cases": [
                case_page.named(c, request.at, office=False)
                for c in cases.cases_of(m.person_id)
                if m.matter in ("", c.matter)
            ],
            "matters": [x for x in offered if m.matter in ("", x["code"])],
        }
        for m in held
        if m.until >= today
    ]
    return render(
        request,
        "resident/cases/list.html",
        {
            "own": [case_page.named(c, request.at, office=False) for c in own],
            "matters": offered,
            "helped": helped,
            "linked": request.actor.person_id is not None,
            "back_url": reverse("resident:home"),
        },
    )


def _offered(request: ActorRequest) -> list[dict[str, str]]:
    n = case_page.which()
    return [
        {"code": m.code, "name": m.words[n], "about": m.about[n]}
        for m in cases.matters("", local_date(request.at))
    ]


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: ActorRequest, code: str) -> HttpResponse:
    """The form of a matter; a POST files it, with its files, and leads to the case. ``for``: whom one helps."""
    person_id = _for_whom(request)
    if person_id is None:
        return redirect("resident:tie")
    matter = cases.matter(code, "", local_date(request.at))
    if not matter.offered:
        raise NotFound("matter_unknown")
    if request.method != "POST":
        return _form(request, matter, person_id)
    typed = case_page.typed_answers(request, matter)
    try:
        made = cases.file_case(
            person_id,
            code,
            typed,
            key=request.POST.get("key", "")[:80] or new_key(),
            urgent="urgent" in request.POST,
            region=prefix_chosen(request.POST.get("region", "")),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        return _form(request, matter, person_id, typed, error)
    except Conflict as error:
        messages.info(request, _sentence(error))
        return redirect("resident:case", error.params["id"])
    kept, faults = case_page.keep_files(request, made)
    for fault in faults:
        messages.error(request, _sentence(fault))
    if kept:
        messages.success(request, _("已提交，收到 %(n)s 个文件。") % {"n": kept})
    else:
        messages.success(request, _("已提交。"))
    return redirect("resident:case", made)


def _for_whom(request: ActorRequest) -> int | None:
    """The person a form is for: oneself, or who gave one a mandate."""
    wanted = request.POST.get("for") or request.GET.get("for", "")
    if not wanted:
        return request.actor.person_id
    _given, held = cases.mandates(request.actor)
    person = next((m.person_id for m in held if str(m.id) == wanted), None)
    if person is None:
        raise NotAllowed("case_no_mandate")
    return person


def _form(
    request: ActorRequest,
    matter: Matter,
    person_id: int,
    typed: dict[str, str] | None = None,
    error: Refused | None = None,
) -> HttpResponse:
    n, today = case_page.which(), local_date(request.at)
    stays = register.stays_of([person_id], as_of=today)
    here = stays[-1].region[:12] if stays else ""
    return render(
        request,
        "resident/cases/begin.html",
        {
            "matter": matter,
            "title": matter.words[n],
            "about": matter.about[n],
            "source": matter.source[n],
            "notes": [note[n] for note in cases.matter(matter.code, here, today).notes],
            "fields": case_page.form_fields(
                matter, typed or {}, error.params.get("faults", {}) if error else {}
            ),
            "kinds": [(code, pair[n]) for code, pair in matter.evidence],
            "place_needed": not stays,
            "error": _sentence(error) if error and error.code != "case_answers" else "",
            "faulty": bool(error) and error is not None and error.code == "case_answers",
            "for": request.POST.get("for") or request.GET.get("for", ""),
            "key": request.POST.get("key") or new_key(),
            "today": today,
            "back_url": reverse("resident:cases"),
        },
        status=422 if error else 200,
    )


def _mine(request: ActorRequest, case_id: int) -> CaseRecord:
    """A case of one's own or of whom one helps; what a helper reads is recorded."""
    record = cases.case(case_id, actor=request.actor, at=request.at)
    if record.line.person_id != request.actor.person_id:
        audit.record_read(
            request.actor,
            person_ids=[record.line.person_id],
            fields=["case"],
            action="own.case_helped",
            at=request.at,
        )
    return record


@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, case_id: int) -> HttpResponse:
    """One case: how it stands, what can be done; a POST does it (``act``)."""
    record = _mine(request, case_id)
    if request.method != "POST":
        return _page(request, record)
    try:
        done = _do(request, case_id)
    except Refused as error:
        return _page(request, record, _sentence(error))
    return done or redirect("resident:case", case_id)


def _do(request: ActorRequest, case_id: int) -> HttpResponse | None:
    act, text = request.POST.get("act", ""), request.POST.get("text", "")
    common: dict[str, Any] = {"key": act_key(request), "actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "write": lambda: cases.write(case_id, text, **common),
        "answer": lambda: _answered(request, case_id, text, common),
        "confirm": lambda: cases.confirm(
            case_id, satisfied=request.POST.get("satisfied", ""), text=text, **common
        ),
        "contest": lambda: cases.contest(case_id, text, **common),
        "withdraw": lambda: cases.withdraw_case(case_id, text=text, **common),
        "reopen": lambda: cases.reopen(case_id, text, **common),
        "receive": lambda: cases.receive(case_id, request.POST.get("amount", ""), **common),
        "cancel": lambda: cases.cancel_appointment(case_id, text=text, **common),
        "deny": lambda: cases.deny_payment(case_id, text=text, **common),
        "files": lambda: _filed(request, case_id),
    }
    if act == "complain":
        return redirect("resident:case", cases.complain(case_id, text, **common))
    if act not in acts:
        raise Refused("case_text_missing")
    acts[act]()
    return None


def _filed(request: ActorRequest, case_id: int) -> None:
    kept, faults = case_page.keep_files(request, case_id)
    if faults:
        raise faults[0]
    messages.success(request, _("收到 %(n)s 个文件，校验值在下面。") % {"n": kept})


def _answered(request: ActorRequest, case_id: int, text: str, common: dict[str, Any]) -> None:
    _kept, faults = case_page.keep_files(request, case_id)
    if faults:
        raise faults[0]
    cases.answer(case_id, text=text, **common)


def _page(request: ActorRequest, record: CaseRecord, error: str = "") -> HttpResponse:
    return render(
        request,
        "resident/cases/one.html",
        {
            **case_page.shown(record, request.at, office=False),
            "notices": [
                notice_page.shown(notice, request.at)
                for notice in (
                    respondents.notices_of(record.line.id) if record.matter.respondent else []
                )
            ],
            "own": record.line.person_id == request.actor.person_id,
            "error": error,
            "typed": request.POST.get("text", ""),
            "key": new_key(),
            "back_url": reverse("resident:cases"),
        },
        status=422 if error else 200,
    )


@require_safe
@signed_in
def evidence(request: ActorRequest, case_id: int, evidence_id: int) -> HttpResponse:
    """A file of one's own case; ``original``: as it was sent."""
    _mine(request, case_id)
    return case_page.file_answer(case_id, evidence_id, original="original" in request.GET)


@require_http_methods(["GET", "POST"])
@signed_in
def helpers(request: ActorRequest) -> HttpResponse:
    """Who may act for one, and for whom one may act; a POST gives, takes on or ends a mandate."""
    code, error = "", ""
    if request.method == "POST":
        try:
            code = _mandate(request)
        except Refused as refused:
            error = _sentence(refused)
        else:
            if not code:
                return redirect("resident:case_helpers")
    given, held = cases.mandates(request.actor)
    offered = _offered(request)
    names = {"": _("所有事项"), **{m["code"]: m["name"] for m in offered}}
    return render(
        request,
        "resident/cases/mandates.html",
        {
            "given": [(m, names.get(m.matter, "—")) for m in given],
            "held": [(m, names.get(m.matter, "—")) for m in held],
            "code": code,
            "error": error,
            "matters": offered,
            "linked": request.actor.person_id is not None,
            "back_url": reverse("resident:cases"),
        },
        status=422 if error else 200,
    )


def _mandate(request: ActorRequest) -> str:
    """Do what was asked; the code of a new mandate."""
    act = request.POST.get("act", "")
    if act == "grant":
        days = request.POST.get("days", "")
        _number, code = cases.grant_mandate(
            request.POST.get("matter", "")[:20],
            days=int(days) if days.isdecimal() and len(days) < 5 else 0,
            actor=request.actor,
            at=request.at,
        )
        return code
    if act == "accept":
        cases.accept_mandate(request.POST.get("code", "")[:20], actor=request.actor, at=request.at)
        messages.success(request, _("已接受委托，可以代办了。"))
    elif act == "end":
        number = request.POST.get("mandate", "")
        cases.end_mandate(
            int(number) if number.isdecimal() and len(number) < 19 else 0,
            actor=request.actor,
            at=request.at,
        )
        messages.success(request, _("委托已终止。"))
    return ""
