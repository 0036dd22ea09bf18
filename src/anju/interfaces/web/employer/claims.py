"""What workers claim from the employer: answering, bringing documents, saying what was paid. Closing is the
worker's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import cases, respondents
from anju.domains.casework.api.respondents import Notice
from anju.domains.employers.api import EmployerView
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import case_page, notice_page
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.employer.own_employer import employer_of, page_context
from anju.interfaces.web.session import ActorRequest

CLOSING = ("close", "confirm", "withdraw", "receive", "contest", "reopen", "propose")
"""What an employer may not do in a worker's case, whatever the form says."""


@require_safe
def listing(request: ActorRequest, employer_id: int) -> HttpResponse:
    """What the employer was notified of, the latest first."""
    employer = employer_of(request, employer_id)
    found = respondents.notices_to(employer.party)
    _record(request, found, "employer.claims")
    return render(
        request,
        "employer/claims/list.html",
        {
            **page_context(employer, "claims"),
            "lines": [notice_page.line(n, request.at) for n in found],
        },
    )


def _record(request: ActorRequest, found: list[Notice], action: str) -> None:
    audit.record_read(
        request.actor,
        person_ids=[n.person_id for n in found],
        fields=["name", "case"],
        action=action,
        at=request.at,
    )


def _one(request: ActorRequest, employer: EmployerView, notice_id: int, action: str) -> Notice:
    found = respondents.notice(notice_id)
    if found.party != employer.party:
        raise NotFound("notice_unknown")
    _record(request, [found], action)
    return found


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, employer_id: int, notice_id: int) -> HttpResponse:
    """One claim; a POST answers, brings files or says what was paid (``act``)."""
    employer = employer_of(request, employer_id)
    notice = _one(request, employer, notice_id, "employer.claim")
    if request.method != "POST":
        return _page(request, employer, notice)
    try:
        messages.success(request, _do(request, notice_id))
    except (Refused, Conflict) as error:
        return _page(request, employer, notice, sentence(error, get_language() or "zh-hans"))
    return redirect("employer:claim", employer.id, notice_id)


def _do(request: ActorRequest, notice_id: int) -> str:
    post, act = request.POST, request.POST.get("act", "")
    common: dict[str, Any] = {"key": act_key(request), "actor": request.actor, "at": request.at}
    if act in CLOSING:
        raise Refused("claim_not_yours_to_close")
    kept, faults = notice_page.keep_files(request, notice_id)
    if faults:
        raise faults[0]
    acts: dict[str, Callable[[], object]] = {
        "respond": lambda: respondents.respond(notice_id, post.get("text", ""), **common),
        "pay": lambda: respondents.state_payment(
            notice_id,
            post.get("amount", ""),
            post.get("day", ""),
            text=post.get("text", ""),
            **common,
        ),
    }
    if act in acts:
        acts[act]()
    elif not kept:
        raise Refused("catalogue_file")
    if act == "pay":
        return _("已记录。等劳动者本人确认收到。")
    return _("已记录，收到 %(n)s 个文件。") % {"n": kept} if kept else _("已记录。")


def _page(
    request: ActorRequest, employer: EmployerView, notice: Notice, error: str = ""
) -> HttpResponse:
    return render(
        request,
        "employer/claims/one.html",
        {
            **page_context(employer, "claims"),
            **notice_page.shown(notice, request.at),
            "line": {"id": notice.id},
            "error": error,
            "act": request.POST.get("act", ""),
            "typed": request.POST,
            "key": new_key(),
            "today": local_date(request.at),
            "longest": cases.MOST_TEXT,
        },
        status=422 if error else 200,
    )


@require_safe
def evidence(
    request: ActorRequest, employer_id: int, notice_id: int, evidence_id: int
) -> HttpResponse:
    """A file the employer sent; ``original``: as it was sent."""
    employer = employer_of(request, employer_id)
    notice = _one(request, employer, notice_id, "employer.claim_file")
    if evidence_id not in {f.id for f in notice.files}:
        raise NotFound("evidence_unknown")
    return case_page.file_answer(notice.case_id, evidence_id, original="original" in request.GET)
