"""The cases of one's offices by term, and one case: everything about it on one page, every step by a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import cases, respondents
from anju.domains.casework.api.cases import CaseRecord
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import Conflict, Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import casework as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import case_page, notice_page
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.cases import notices
from anju.interfaces.web.office.links import link, page_of
from anju.interfaces.web.office.naming import names_for, prefix_chosen
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

AT_MOST = 20_000
"""Lines of the list that leave as a file."""


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Cases of one's offices, the nearest term first; each count opens its list. Leaves as Excel."""
    request.actor.require(cases.SEE)
    asked = {"show": request.GET.get("show", ""), "q": request.GET.get("q", "")[:60]}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    page, show = page_of(request), asked["show"] if asked["show"] in cases.LISTS else "waits"
    found = cases.queue(request.actor, at=request.at, show=show, words=asked["q"], page=page)
    names = names_for(
        persons=[c.person_id for c in found.lines], codes=[c.region for c in found.lines]
    )
    audit.record_read(
        request.actor,
        person_ids=[c.person_id for c in found.lines],
        fields=["name", "case"],
        action="office.cases",
        at=request.at,
    )
    return render(
        request,
        "office/cases/list.html",
        {
            "rows": [
                {
                    **case_page.named(c, request.at, office=True),
                    "name": names.people[c.person_id].name if c.person_id in names.people else "—",
                    "place": names.place(c.region),
                    "url": link("office:case", c.id, show=show),
                }
                for c in found.lines
            ],
            "lists": [
                (
                    code,
                    label(words.LISTS, code),
                    found.counts[code],
                    link("office:cases", show=code, q=asked["q"]),
                )
                for code in cases.LISTS
            ],
            "show": show,
            "words": asked["q"],
            "now": request.at,
            "total": found.total,
            "paging": list_parts(request, page, len(found.lines), found.total),
            "may_enter": request.actor.may(cases.ENTER),
        },
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(cases.SEE)
    found = cases.queue_lines(
        asker.actor,
        at=asker.at,
        show=asked.get("show") or "waits",
        words=asked.get("q", ""),
        most=min(up_to or AT_MOST, AT_MOST),
    )
    people = [c.person_id for c in found]
    names = names_for(persons=people, codes=[c.region for c in found])
    audit.record_read(
        asker.actor,
        person_ids=people,
        fields=["name", "case"],
        action="office.cases_sheet",
        at=asker.at,
    )
    titles = [
        _("编号"), _("姓名"), _("事项"), _("社区"), _("部门"), _("经办"), _("状态"), _("结果"), _("提交"), _("期限"),
    ]  # fmt: skip
    cells = [
        (
            c.number,
            names.people[c.person_id].name if c.person_id in names.people else "",
            shown["title"],
            names.place(c.region),
            shown["department"],
            c.handler_label,
            shown["state"]["text"],
            shown["outcome"],
            local_date(c.filed_at),
            local_date(c.due_at) if c.due_at else None,
        )
        for c in found
        for shown in [case_page.named(c, asker.at, office=True)]
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("事项"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {
    **dict.fromkeys(("n", "p", "m", "r", "d", "h", "s", "o"), pl.Utf8),
    "f": pl.Date,
    "u": pl.Date,
}
EXPORT = Export("office.cases", lambda _who, _asked: "cases.xlsx", _listing)


def _seen(request: ActorRequest, case_id: int, *, action: str) -> CaseRecord:
    request.actor.require(cases.SEE)
    record = cases.case(case_id, actor=request.actor, at=request.at)
    audit.record_read(
        request.actor,
        person_ids=[record.line.person_id],
        fields=["name", "case"],
        action=action,
        at=request.at,
    )
    return record


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, case_id: int) -> HttpResponse:
    """One case; a POST takes a step (``act``). Leads on to the next of the list it was opened from."""
    record = _seen(request, case_id, action="office.case")
    if request.method != "POST":
        if record.line.unread and request.actor.may(cases.HANDLE, region=record.line.office):
            cases.see_case(case_id, actor=request.actor, at=request.at)
        return _page(request, record)
    try:
        _do(request, case_id)
    except (Refused, Conflict) as error:
        return _page(request, record, sentence(error, get_language() or "zh-hans"))
    messages.success(request, _("已记录。"))
    return redirect(link("office:case", case_id, show=request.GET.get("show", "")))


def _do(request: ActorRequest, case_id: int) -> None:
    post = request.POST
    text, version = post.get("text", ""), post.get("version", "")
    act, _space, of = post.get("act", "").partition(" ")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    common: dict[str, Any] = {"key": act_key(request), "actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "take": lambda: cases.take_case(case_id, seen=seen, **common),
        "accept": lambda: cases.accept_case(case_id, **common),
        "ask": lambda: cases.ask_for(
            case_id, post.get("documents", "").splitlines(), text=text, **common
        ),
        "answer": lambda: cases.answer(case_id, text=text, **common),
        "write": lambda: cases.write(case_id, text, **common),
        "hand_over": lambda: cases.hand_over(
            case_id,
            office=prefix_chosen(post.get("office", "")),
            department=post.get("department", "")[:20],
            text=text,
            **common,
        ),
        "extend": lambda: cases.extend(
            case_id, of[:20] or post.get("term", "")[:20], text=text, **common
        ),
        "stage": lambda: cases.set_stage(case_id, post.get("stage", "")[:20], text=text, **common),
        "pay_first": lambda: cases.pay_first(case_id, text=text, **common),
        "propose": lambda: cases.propose(
            case_id, post.get("outcome", "")[:20], text=text, seen=seen, **common
        ),
        "confirm": lambda: cases.confirm(
            case_id, satisfied=post.get("satisfied", ""), text=text, **common
        ),
        "reopen": lambda: cases.reopen(case_id, text, **common),
        "book": lambda: cases.book(
            case_id, _moment(post.get("when", "")), post.get("where", "")[:200], text=text, **common
        ),
        "cancel": lambda: cases.cancel_appointment(case_id, text=text, **common),
        **notices.acts(request, case_id, common),
    }
    if act not in acts:
        raise Refused("case_text_missing")
    acts[act]()


def _moment(typed: str) -> datetime | None:
    """A day and time as the form sends them; None for anything else."""
    try:
        return datetime.strptime(typed, "%Y-%m-%dT%H:%M").replace(tzinfo=CHINA)
    except ValueError:
        return None


def _page(request: ActorRequest, record: CaseRecord, error: str = "") -> HttpResponse:
    line, n, matter = record.line, case_page.which(), record.matter
    names = names_for(persons=[line.person_id], codes=[line.region, line.office])
    person = names.people.get(line.person_id)
    return render(
        request,
        "office/cases/one.html",
        {
            **case_page.shown(record, request.at, office=True),
            "name": person.name if person else "—",
            "person_url": link("office:person", line.person_id),
            "place": names.place(line.region),
            "office": names.place(line.office),
            "handles": request.actor.may(cases.HANDLE, region=line.office)
            and line.person_id != request.actor.person_id,
            "mine": line.handler_id == request.actor.user_id,
            "outcomes": [(code, pair[n]) for code, pair in matter.outcomes],
            "stages": [(code, pair[n]) for code, pair in matter.stages if code != line.stage],
            "departments": [(code, pair[n]) for code, pair in cases.departments().items()],
            **_other_side(request, record),
            "asked": any(e.step is cases.Step.ASKED for e in record.events),
            "error": error,
            "typed": request.POST.get("text", ""),
            "sent": request.POST,
            "act": request.POST.get("act", ""),
            "key": new_key(),
            "show": request.GET.get("show", ""),
            "list_url": link("office:cases", show=request.GET.get("show", "")),
            "next_url": _next(request, line.id),
        },
        status=422 if error else 200,
    )


def _next(request: ActorRequest, case_id: int) -> str:
    """The address of the case after this one in the list one came from; "" at its end."""
    show = request.GET.get("show", "")
    later = cases.next_in_queue(request.actor, at=request.at, show=show, case_id=case_id)
    return link("office:case", later, show=show) if later else ""


def _other_side(request: ActorRequest, record: CaseRecord) -> dict[str, Any]:
    """The notices to the other side, and what the form that notifies it begins with."""
    found = respondents.notices_of(record.line.id) if record.matter.respondent else []
    chosen = request.POST.get("employer", "")
    return {
        "notices": [notice_page.shown(n, request.at) for n in found],
        "debtor": request.POST.get("name", record.answers.get(record.matter.subject, "")),
        "employer": chosen if chosen.isdecimal() else "",
        "today": local_date(request.at),
    }


@require_safe
def sheet(request: ActorRequest, case_id: int) -> HttpResponse:
    """The case on paper."""
    record = _seen(request, case_id, action="office.case_print")
    names = names_for(persons=[record.line.person_id], codes=[record.line.region])
    person = names.people.get(record.line.person_id)
    return render(
        request,
        "office/cases/print.html",
        {
            **case_page.shown(record, request.at, office=True),
            **_other_side(request, record),
            "name": person.name if person else "—",
            "place": names.place(record.line.region),
            "printed_at": request.at,
            "printed_by": request.actor.label,
        },
    )


@require_safe
def evidence(request: ActorRequest, case_id: int, evidence_id: int) -> HttpResponse:
    """A file of a case; ``original``: as it was sent."""
    _seen(request, case_id, action="office.case_file")
    return case_page.file_answer(case_id, evidence_id, original="original" in request.GET)
