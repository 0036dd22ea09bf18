"""One's own health plan, and those of one's children: join, book, move, call off, look, leave in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.health.api import children, clinics, plans
from anju.domains.health.api.plans import Plan
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts import plans as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key, signed_in
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.plans.shown import FIELDS, shown
from anju.interfaces.web.plans.typed import typed_dating, typed_day
from anju.interfaces.web.session import ActorRequest


def _in_words(error: AnjuError) -> str:
    return sentence(error, get_language() or "zh-hans")


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """One's plans and one's children; a form that joins, and one that puts a plan on the phone."""
    if request.method != "POST":
        return _list(request)
    try:
        plan = _joined(request)
    except (Refused, NotFound) as error:
        return _list(request, _in_words(error))
    return redirect("resident:care_plan", plan)


def _joined(request: ActorRequest) -> int:
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    born = day_in(post.get("born", ""))
    if post.get("act") == "claim":
        if born is None:
            raise Refused("plan_code_unknown")
        return plans.claim_plan(post.get("code", "")[:60], born, **common)
    if post.get("act") == "child":
        number = record_number(post.get("child", "")) or 0
        return plans.join_child(number, key=act_key(request), **common)
    return plans.open_own(
        record_number(post.get("clinic", "")) or 0,
        key=act_key(request),
        dating=typed_dating(post),
        name=post.get("name", "")[:60],
        born=born,
        **common,
    )


def _list(request: ActorRequest, error: str = "") -> HttpResponse:
    own = plans.own_plans(request.actor, at=request.at)
    mine = children.children_of(request.actor)
    joined = plans.plans_of_children([c.id for c in mine])
    every = [*(x.person_id for x in own), *(c.person_id for c in mine)]
    persons = [p for p in every if p is not None]
    audit.record_read(
        request.actor, person_ids=persons, fields=FIELDS, action="care.list", at=request.at
    )
    names = {c.code: c.name for c in plans.standards()[-1].contacts}
    return render(
        request,
        "resident/care/list.html",
        {
            "rows": [
                {
                    "line": x,
                    "state": label(words.STATES, x.state.value),
                    "next": label(names, x.next_contact) if x.next_contact in names else "",
                }
                for x in own
            ],
            "children": [{"line": c, "plan": joined.get(c.id, (0, None))[0]} for c in mine],
            "known": request.actor.person_id is not None,
            "clinics": clinics.clinics(),
            "today": local_date(request.at),
            "error": error,
            "act": request.POST.get("act", ""),
            "post": request.POST if error else {},
            "key": new_key(),
        },
        status=422 if error else 200,
    )


def _seen(request: ActorRequest, plan_id: int, action: str) -> Plan:
    if request.actor.kind != "public":
        raise NotFound("plan_unknown")
    plan = plans.plan(plan_id, actor=request.actor, at=request.at)
    audit.record_list(
        request.actor,
        action=action,
        subject_kind="plan",
        subject_id=plan_id,
        fields=FIELDS,
        at=request.at,
    )
    persons = [plan.line.person_id] if plan.line.person_id is not None else []
    audit.record_read(
        request.actor, person_ids=persons, fields=FIELDS, action=action, at=request.at
    )
    return plan


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, plan_id: int) -> HttpResponse:
    """One plan: what is next, a day, what was recorded, the way out."""
    plan = _seen(request, plan_id, "care.one")
    if request.method != "POST":
        return _page(request, plan)
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "book": lambda: plans.book(plan_id, typed_day(post), **common),
        "cancel": lambda: plans.cancel(plan_id, **common),
        "leave": lambda: plans.leave(plan_id, **common),
        "back": lambda: plans.come_back(plan_id, **common),
        "dating": lambda: plans.set_dating(plan_id, typed_dating(post), **common),
        "clinic": lambda: plans.change_clinic(
            plan_id, record_number(post.get("clinic", "")) or 0, **common
        ),
    }
    act = post.get("act", "")
    if act not in acts:
        return redirect("resident:care_plan", plan_id)
    try:
        acts[act]()
    except (Refused, NotFound) as error:
        return _page(request, plan, _in_words(error))
    done = {"leave": _("已退出。没有任何影响。")}
    messages.success(request, done.get(act, _("已记录。")))
    return redirect("resident:care_plan", plan_id)


def _page(request: ActorRequest, plan: Plan, error: str = "") -> HttpResponse:
    return render(
        request,
        "resident/care/one.html",
        {
            **shown(plan, local_date(request.at)),
            "clinics": clinics.clinics(),
            "post": request.POST if error else {},
            "error": error,
        },
        status=422 if error else 200,
    )


@never_cache
@require_safe
@signed_in
def sheet(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The booklet on paper."""
    plan = _seen(request, plan_id, "care.print")
    printed = {"printed_at": request.at, "printed_by": _("本人")}
    context = shown(plan, local_date(request.at)) | printed
    return render(request, "plans/booklet_print.html", context)
