"""Yes-or-no checks of departments: what was asked by whom and how often, agreements, shielded persons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.access import api as access
from anju.domains.exchange.api import answers, extracts, links
from anju.domains.exchange.api.answers import AgreementTerms, Use
from anju.domains.exchange.api.extracts import ExtractState, ExtractView
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.texts import department_answers as answer_words
from anju.interfaces.texts import exchange as words
from anju.interfaces.texts import shields as shield_words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import new_key, reason_text
from anju.interfaces.web.office.links import day_of, link
from anju.interfaces.web.office.naming import division_fault, names_for, prefix_requested, roots
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.purposes import purpose_label
from anju.interfaces.web.session import ActorRequest

COLUMNS = extracts.extract_columns()
DAYS = 30
"""Shown unless other days are asked for."""


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """What was asked; agreements; the services; ``?print=1`` for paper."""
    context = _used(request)
    if request.GET.get("print"):
        return render(request, "office/exchange/answers_print.html", context)
    found, ordered = answers.answer_agreements(), extracts.extracts()
    names = names_for(codes=[*(a.region for a in found), *(e.region for e in ordered)])
    language = get_language() or "zh-hans"
    chinese = language.startswith("zh")
    return render(
        request,
        "office/exchange/answers.html",
        context
        | {
            "agreements": [
                _agreement(a, request, language) | {"place": names.place(a.region)} for a in found
            ],
            "roots": roots(request.actor, answers.MANAGE),
            "services": [
                {
                    "code": s.code,
                    "question": label_in(answer_words.ANSWER_SERVICES, s.code, language),
                    "basis": s.basis[0 if chinese else 1],
                    "purposes": [purpose_label(p) for p in s.purposes],
                }
                for s in answers.services().values()
            ],
            "purposes": [(p, purpose_label(p)) for p in _purposes()],
            "departments": access.department_accounts(),
            "places": [p for p in links.peers() if not p.test],
            "extracts": [
                _extract(e, request, language) | {"place": names.place(e.region)} for e in ordered
            ],
            "columns": [
                (c, pair[0 if chinese else 1]) for c, pair in extracts.extract_columns().items()
            ],
            "with_columns": [
                _agreement(a, request, language)
                for a in found
                if a.columns
                and a.state == "active"
                and request.actor.may(answers.MANAGE, region=a.region)
            ],
            "today": local_date(request.at),
        },
    )


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The same as Excel."""
    lines = [list(row.values()) for row in _used(request)["lines"]]
    titles = [_("日期"), _("谁问"), _("协议"), _("问什么"), _("用途"), _("结果"), _("次数")]
    schema: dict[str, Any] = {
        "day": pl.Date,
        **dict.fromkeys(("asker", "agreement", "service", "purpose", "outcome"), pl.Utf8),
        "count": pl.Int64,
    }
    frame = pl.DataFrame(lines, orient="row", schema=schema)
    return workbook(frame, _("是否核验"), "answers.xlsx", titles)


def _used(request: ActorRequest) -> dict[str, Any]:
    request.actor.require(answers.MANAGE)
    today = local_date(request.at)
    last = day_of(request.GET.get("last", "")) or today
    first = day_of(request.GET.get("first", "")) or last - timedelta(days=DAYS)
    number = request.GET.get("agreement", "")[:40]
    uses = answers.uses(first, last, agreement=number)
    language = get_language() or "zh-hans"
    return {
        "first": first,
        "last": last,
        "agreement": number,
        "lines": [_line(u, language) for u in uses],
        "asked": sum(u.count for u in uses if u.outcome in answer_words.SERVICE_ANSWERS),
        "yes": sum(u.count for u in uses if u.outcome == answers.YES),
        "refused": sum(u.count for u in uses if u.outcome not in answer_words.SERVICE_ANSWERS),
        "sheet_url": link(
            "office:exchange_answers_sheet", first=first, last=last, agreement=number
        ),
        "print_url": link(
            "office:exchange_answers", first=first, last=last, agreement=number, print=1
        ),
        "printed_at": request.at,
        "printed_by": request.actor.label,
    }


def _line(use: Use, language: str) -> dict[str, Any]:
    outcome = (
        label_in(answer_words.SERVICE_ANSWERS, use.outcome, language)
        if use.outcome in answer_words.SERVICE_ANSWERS
        else _("拒绝：%(why)s") % {"why": label_in(answer_words.REFUSALS, use.outcome, language)}
    )
    return {
        "day": use.day,
        "asker": use.asker,
        "agreement": use.agreement,
        "service": label_in(answer_words.ANSWER_SERVICES, use.service, language)
        if use.service
        else "",
        "purpose": purpose_label(use.purpose) if use.purpose else "",
        "outcome": outcome,
        "count": use.count,
    }


def _purposes() -> list[str]:
    asked = (p for s in answers.services().values() for p in s.purposes)
    return list(dict.fromkeys((*asked, *extracts.EXTRACT_PURPOSES)))


def _extract(found: ExtractView, request: ActorRequest, language: str) -> dict[str, Any]:
    here = request.actor.may(answers.MANAGE, region=found.region)
    return {
        "e": found,
        "state": label_in(answer_words.EXTRACT_STATES, found.state, language),
        "columns": [label_in(COLUMNS, c, language) for c in found.columns],
        "purpose": purpose_label(found.purpose),
        "failure": label_in(answer_words.EXTRACT_FAILURES, found.failure, language)
        if found.failure
        else "",
        "open": found.state == ExtractState.PROPOSED and here,
        "mine": found.proposed_by == request.actor.user_id,
    }


def _agreement(found: AgreementTerms, request: ActorRequest, language: str) -> dict[str, Any]:
    return {
        "a": found,
        "services": [label_in(answer_words.ANSWER_SERVICES, s, language) for s in found.services],
        "columns": [label_in(COLUMNS, c, language) for c in found.columns],
        "purposes": [purpose_label(p) for p in found.purposes],
        "mine": found.proposed_by == request.actor.user_id,
        "here": request.actor.may(answers.MANAGE, region=found.region),
    }


@require_POST
def propose(request: ActorRequest) -> HttpResponse:
    """Write an agreement down; somebody else accepts it."""
    sent = request.POST
    kind, _separator, who = sent.get("asker", "").partition(":")

    def change() -> None:
        answers.propose_answers(
            sent.get("number", "").strip(),
            sent.get("name", ""),
            user_id=_count(who) or None if kind == "user" else None,
            peer=who[:12] if kind == "peer" else "",
            services=sent.getlist("services"),
            columns=sent.getlist("columns"),
            basis=sent.get("basis", ""),
            purposes=sent.getlist("purposes"),
            region=prefix_requested(_region(request)),
            first=day_of(sent.get("first", "")) or date.max,
            last=day_of(sent.get("last", "")) or date.min,
            per_day=_count(sent.get("per_day", "")),
            negatives_per_day=_count(sent.get("negatives_per_day", "")),
            actor=request.actor,
            at=request.at,
        )

    return _within(request, change)


def _region(request: ActorRequest) -> str:
    return (request.POST.get("extract_region") or request.POST.get("region", "")).strip()


def _within(request: ActorRequest, call: Callable[[], object]) -> HttpResponse:
    """As `_done`, where the division that was picked is one of the actor's."""
    if fault := division_fault(request.actor, answers.MANAGE, _region(request), prefix=True):
        notes.error(request, fault)
        return redirect("office:exchange_answers")
    return _done(request, call)


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@require_POST
def decide(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Accept an agreement, or end it."""
    act = answers.accept_answers if "accept" in request.POST else answers.end_answers
    return _done(request, lambda: act(agreement_id, actor=request.actor, at=request.at))


@require_POST
def order_extract(request: ActorRequest) -> HttpResponse:
    """Order a bulk extract; somebody else approves it."""
    sent = request.POST
    return _within(
        request,
        lambda: extracts.order_extract(
            _count(sent.get("agreement", "")),
            columns=sent.getlist("columns"),
            purpose=sent.get("purpose", ""),
            region=prefix_requested(_region(request)),
            day=day_of(sent.get("day", "")) or date.max,
            actor=request.actor,
            at=request.at,
        ),
    )


@require_POST
def decide_extract(request: ActorRequest, extract_id: int) -> HttpResponse:
    """Approve a bulk extract, or refuse it."""
    act = extracts.approve_extract if "approve" in request.POST else extracts.refuse_extract
    return _done(request, lambda: act(extract_id, actor=request.actor, at=request.at))


def _done(request: ActorRequest, call: Callable[[], object]) -> HttpResponse:
    saved(request, call)
    return redirect("office:exchange_answers")


@require_http_methods(["GET", "HEAD", "POST"])
def shield(request: ActorRequest, person_id: int) -> HttpResponse:
    """Answer every question about this person no, or end that."""
    request.actor.require(answers.SHIELD)
    person = people.persons([people.canonical(person_id)]).get(people.canonical(person_id))
    if person is None:
        raise NotFound("person_unknown")
    error = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                _shield(request, person.id)
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = reason_text(refused.code, **refused.params)
        else:
            notes.success(request, _("已保存。"))
            return redirect("office:exchange_shield", person.id)
    audit.record_read(
        request.actor,
        person_ids=[person.id],
        fields=["name", "shield"],
        action="exchange.shield",
        at=request.at,
    )
    language, reason = get_language() or "zh-hans", answers.shield_reason_of(person.id)
    return render(
        request,
        "office/exchange/shield.html",
        {
            "person": person,
            "reason": label_in(words.SHIELD_REASONS, reason, language) if reason else "",
            "reasons": [
                (r, label_in(words.SHIELD_REASONS, r, language)) for r in answers.SHIELD_REASONS
            ],
            "bases": [
                (c, label_in(shield_words.SHIELD_BASES, c, language))
                for c in shield_words.SHIELD_BASES
            ],
            "asked": [
                (c, label_in(shield_words.SHIELD_ASKED, c, language))
                for c in shield_words.SHIELD_ASKED
            ],
            "key": new_key(),
            "error": error,
        },
        status=422 if error else 200,
    )


def _shield(request: ActorRequest, person_id: int) -> None:
    if "end" in request.POST:
        answers.end_shield(person_id, actor=request.actor, at=request.at)
        return
    answers.shield(
        person_id,
        region=request.actor.regions(answers.SHIELD)[0],
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        at=request.at,
    )
