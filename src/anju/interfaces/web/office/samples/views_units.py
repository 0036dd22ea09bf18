"""The units of a closed sample, and one unit: what was found of it, a finding entered, an appeal, a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.assessment import api as samples
from anju.domains.assessment.api import (
    AuditKind,
    AuditState,
    AuditView,
    FindingGiven,
    Outcome,
    Stage,
    UnitView,
)
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.interfaces.texts import sampling as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.samples.lines import finding_text, may_check, unit_lines
from anju.interfaces.web.session import ActorRequest

MOST_PRINTED = 500
"""Addresses of one print."""


@require_safe
def units(request: ActorRequest, audit_id: int) -> HttpResponse:
    """All units in the reader's sight."""
    view = samples.audit(audit_id, request.actor)
    found, page = samples.units(view, request.actor), page_of(request)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render(
        request,
        "office/samples/units.html",
        {
            "view": view,
            "total": len(found),
            "lines": unit_lines(request, view, shown, "office.sample_units"),
            "board_url": link("office:sample", view.id),
            "paging": list_parts(request, page, len(shown), len(found)),
        },
    )


@require_safe
def way(request: ActorRequest, audit_id: int) -> HttpResponse:
    """The addresses that the reader may still check, by place, for the way: on paper, with room for what is found."""
    request.actor.require(samples.CHECK)
    view = samples.audit(audit_id, request.actor)
    left, total = samples.own_list(view, request.actor, size=MOST_PRINTED)
    kind = view.plan.kind
    return render(
        request,
        "office/samples/way.html",
        {
            "view": view,
            "lines": unit_lines(request, view, left, "office.sample_way"),
            "total": total,
            "doors": kind is AuditKind.DOORS,
            "outcomes": [label(words.OUTCOMES, o) for o in samples.OUTCOMES[kind]],
            "items": [label(words.ITEMS, i) for i in samples.ITEMS]
            if kind is AuditKind.RECORDS
            else [],
            "printed_at": request.at,
            "printed_by": request.actor.label,
        },
    )


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, unit_id: int) -> HttpResponse:
    """One unit; a POST enters a finding, an appeal or a decision (``act``)."""
    unit, view = samples.unit(unit_id, request.actor)
    if request.method != "POST":
        return _page(request, unit, view)
    try:
        _do(request, unit)
    except (Refused, Conflict, NotAllowed) as error:
        return _page(request, unit, view, error=sentence(error, request.LANGUAGE_CODE))
    messages.success(request, _("已记录。"))
    act = request.POST.get("act")
    left, _total = samples.own_list(view, request.actor) if act == "check" else ([], 0)
    if left:
        return redirect(link("office:sample_unit", left[0].id))
    return redirect(link("office:sample", view.id))


def _do(request: ActorRequest, unit: UnitView) -> None:
    reason = request.POST.get("reason", "")
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "check": lambda: samples.record_finding(
            unit.id, _given(request), key=act_key(request), **common
        ),
        "decide": lambda: samples.decide_finding(
            unit.id, _given(request), reason=reason, key=act_key(request), **common
        ),
        "appeal": lambda: samples.appeal(unit.id, reason, **common),
        "decide_appeal": lambda: samples.decide_appeal(
            unit.id, _given(request), reason=reason, key=act_key(request), **common
        ),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Refused("sample_outcome")
    act()


def _given(request: ActorRequest) -> FindingGiven:
    outcome = request.POST.get("outcome", "")
    if outcome not in set(Outcome):
        raise Refused("sample_outcome")
    if outcome != Outcome.LIVED_IN:
        wrong = request.POST.getlist("wrong") if outcome == Outcome.LIVES else []
        return FindingGiven(Outcome(outcome), wrong=tuple(sorted(set(wrong))))
    people, registered = (
        int(text)
        if (text := request.POST.get(name, "").strip()).isdecimal() and len(text) < 4
        else None
        for name in ("people", "registered")
    )
    return FindingGiven(Outcome.LIVED_IN, people, registered)


def _page(
    request: ActorRequest, unit: UnitView, view: AuditView, *, error: str = ""
) -> HttpResponse:
    (line,) = unit_lines(request, view, [unit], "office.sample_unit")
    kind, runs = view.plan.kind, request.actor.may(samples.RUN, region=unit.region)
    checks = may_check(unit, view, request)
    undecided = runs and unit.differ and unit.of(Stage.DECIDED) is None
    contested = bool(unit.appealed) and unit.of(Stage.APPEAL) is None
    closed = view.state is AuditState.CLOSED
    given = request.POST
    context = {
        "unit": unit,
        "view": view,
        "line": line,
        "error": error,
        "given": given,
        "wrong": given.getlist("wrong"),
        "key": new_key(),
        "act": "check" if checks else "decide" if undecided else "decide_appeal",
        "enters": checks or (undecided and not closed) or (runs and contested and closed),
        "reasons": not checks,
        "outcomes": [(o.value, label(words.OUTCOMES, o)) for o in samples.OUTCOMES[kind]],
        "items": [(i, label(words.ITEMS, i)) for i in samples.ITEMS]
        if kind is AuditKind.RECORDS
        else [],
        "doors": kind is AuditKind.DOORS,
        "most": samples.MOST_PEOPLE,
        "longest": samples.LONGEST_REASON,
        "findings": _findings(unit, checks),
        "contested": contested,
        "appeals": closed
        and not unit.appealed
        and request.actor.may(samples.APPEAL_RIGHT, region=unit.region)
        and request.at <= samples.appeal_until(view.plan.region, view.closed_at or request.at),
        "board_url": link("office:sample", view.id),
    }
    return render(request, "office/samples/unit.html", context, status=422 if error else 200)


def _findings(unit: UnitView, checks: bool) -> list[dict[str, Any]]:
    """What was found; a second checker does not see what the first found."""
    shown = [] if checks and unit.of(Stage.SECOND) is None and unit.again else unit.findings
    return [
        {
            "stage": label(words.STAGES, f.stage),
            "text": finding_text(f.given),
            "by": f.by_label,
            "at": f.at,
            "reason": f.reason,
        }
        for f in shown
    ]
