"""Sample audits of an area: listed, drawn, moved on, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.assessment import api as samples
from anju.domains.assessment.api import AuditKind, AuditPlan, AuditState, AuditView
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, Refused
from anju.interfaces.texts import sampling as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.office.links import PER_PAGE, day_of, link, page_of
from anju.interfaces.web.office.naming import (
    area_filter,
    division_fault,
    names_for,
    prefix_requested,
)
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.samples.lines import unit_lines
from anju.interfaces.web.office.samples.results import result_of
from anju.interfaces.web.session import ActorRequest

PARTS = {
    "0": gettext_lazy("整个范围一起抽"),
    "6": gettext_lazy("每个区县各抽"),
    "9": gettext_lazy("每个街道（乡镇）各抽"),
    "12": gettext_lazy("每个社区（村）各抽"),
    "15": gettext_lazy("每个网格各抽"),
}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """The audits that concern the actor's areas."""
    found = samples.audits(request.actor)
    if not found and not _concerned(request):
        request.actor.require(samples.CHECK)
    names = names_for(codes=[a.plan.region for a in found])
    return render(
        request,
        "office/samples/list.html",
        {
            "lines": [line(a, names.place(a.plan.region)) for a in found],
            "new_url": link("office:sample_new") if request.actor.may(samples.RUN) else "",
        },
    )


def _concerned(request: ActorRequest) -> bool:
    return any(request.actor.may(p) for p in (samples.RUN, samples.CHECK, "stats.see"))


def line(view: AuditView, place: str) -> dict[str, Any]:
    """An audit as lists and boards show it."""
    return {
        "view": view,
        "plan": view.plan,
        "place": place,
        "kind": label(words.KINDS, view.plan.kind),
        "state": label(words.STATES, view.state),
        "closed": view.state is AuditState.CLOSED,
        "url": link("office:sample", view.id),
    }


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Draw one."""
    request.actor.require(samples.RUN)
    if request.method == "GET":
        return _form(request)
    fault = division_fault(request.actor, samples.RUN, request.POST.get("region", ""), prefix=True)
    if fault:
        return _form(request, error=fault)
    try:
        made = samples.draw_sample(
            _plan(request),
            key=request.POST.get("key", "")[:40] or new_key(),
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict) as refused:
        return _form(request, error=sentence(refused, request.LANGUAGE_CODE))
    messages.success(request, _("样本已抽出，抽取不能重来。种子和抽样框在结束后公布。"))
    return redirect(link("office:sample", made.id))


def _plan(request: ActorRequest) -> AuditPlan:
    given = request.POST
    day = day_of(given.get("day", ""))
    if day is None:
        raise Refused("sample_day_unreadable")
    return AuditPlan(
        name=given.get("name", ""),
        kind=AuditKind.DOORS if given.get("kind") == AuditKind.DOORS else AuditKind.RECORDS,
        region=prefix_requested(given.get("region", "")),
        digits=_whole(given.get("digits", "0")),
        size=_whole(given.get("size", "")),
        again=_whole(given.get("again", "")),
        day=day,
    )


def _whole(text: str) -> int:
    """A number of a form; -1, which every rule refuses, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def _form(request: ActorRequest, *, error: str = "") -> HttpResponse:
    given = request.POST
    context = {
        "error": error,
        "given": given,
        "kinds": [(k.value, label(words.KINDS, k)) for k in AuditKind],
        "kind": given.get("kind", AuditKind.RECORDS),
        "parts": PARTS.items(),
        "digits": given.get("digits", "12"),
        "key": given.get("key") or new_key(),
        "today": local_date(request.at),
        "most": samples.MOST_SIZE,
        **area_filter(request.actor, samples.RUN, given.get("region", "")),
    }
    return render(request, "office/samples/new.html", context, status=422 if error else 200)


@require_safe
def board(request: ActorRequest, audit_id: int) -> HttpResponse:
    """One audit: how far it is, what is to be decided, and once it is closed what it says."""
    view = samples.audit(audit_id, request.actor)
    names = names_for(codes=[view.plan.region, *view.frames])
    runs = request.actor.may(samples.RUN, region=view.plan.region)
    page = page_of(request)
    left, total = samples.own_list(view, request.actor, page=page, size=PER_PAGE)
    context = {
        "line": line(view, names.place(view.plan.region)),
        "view": view,
        "plan": view.plan,
        "runs": runs,
        "next_url": link("office:sample_close" if view.again else "office:sample_again", view.id),
        "mine": unit_lines(request, view, left, "office.sample_units"),
        "mine_total": total,
        "paging": list_parts(request, page, len(left), total) | {"export_url": ""},
        "way_url": link("office:sample_way", view.id),
        "units_url": link("office:sample_units", view.id) if runs else "",
        "differing": unit_lines(
            request, view, samples.differing(view) if runs else [], "office.sample_units"
        ),
        "appeals": unit_lines(
            request, view, samples.appeals(view) if runs else [], "office.sample_units"
        ),
        "result": None,
    }
    if view.state is AuditState.CLOSED:
        context["result"] = result_of(view, request.actor, names)
        context["appeal_until"] = samples.appeal_until(
            view.plan.region, view.closed_at or request.at
        )
    return render(request, "office/samples/board.html", context)


@require_POST
def again(request: ActorRequest, audit_id: int) -> HttpResponse:
    """Begin the second round."""
    try:
        view = samples.begin_second_round(audit_id, actor=request.actor, at=request.at)
    except Conflict as refused:
        messages.error(request, sentence(refused, request.LANGUAGE_CODE))
    else:
        messages.success(
            request, _("进入复核：%(n)s 个样本由另一人再核查一次。") % {"n": view.again}
        )
    return redirect(link("office:sample", audit_id))


@require_POST
def close(request: ActorRequest, audit_id: int) -> HttpResponse:
    """Close and publish."""
    try:
        samples.close_audit(audit_id, actor=request.actor, at=request.at)
    except Conflict as refused:
        messages.error(request, sentence(refused, request.LANGUAGE_CODE))
    else:
        messages.success(request, _("核查已结束，结果、种子和抽样框已公布。"))
    return redirect(link("office:sample", audit_id))
