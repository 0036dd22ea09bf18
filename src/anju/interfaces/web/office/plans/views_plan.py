"""One plan at the desk: contacts with their days, record one, refer and follow up, birth, booking, leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.health.api import plans
from anju.domains.health.api.clinics import Clinic
from anju.domains.health.api.plans import Birth, NewVisit, Plan
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import Conflict, Refused
from anju.interfaces.texts import plans as words
from anju.interfaces.web.choosing import label, reader_text
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.plans.at_clinic import around, note_plan, own_clinics
from anju.interfaces.web.office.plans.views_list import in_words
from anju.interfaces.web.plans.shown import shown
from anju.interfaces.web.plans.typed import typed_dating, typed_day
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The plan; a POST does what its ``act`` says."""
    chosen, mine = own_clinics(request)
    plan = plans.plan(plan_id, actor=request.actor, at=request.at)
    note_plan(request, plan.line, "plans.one")
    context = around(chosen, mine)
    if request.method != "POST" or chosen is None:
        return _page(request, plan, chosen, context)
    try:
        _do(request, plan, chosen)
    except (Refused, Conflict) as error:
        return _page(request, plan, chosen, context, in_words(error))
    messages.success(request, _("已记录。"))
    after = {"leave": link("office:plans", clinic=chosen.id)}
    here = link("office:plan", plan_id, clinic=chosen.id)
    return redirect(after.get(request.POST.get("act", ""), here))


def _do(request: ActorRequest, plan: Plan, clinic: Clinic) -> None:
    post, number = request.POST, plan.line.id
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "visit": lambda: plans.record_visit(
            number, clinic.id, _visit(request), key=act_key(request), **common
        ),
        "withdraw": lambda: plans.withdraw_visit(
            record_number(post.get("visit", "")) or 0,
            clinic.id,
            post.get("reason", "")[:200],
            key=act_key(request),
            **common,
        ),
        "answer": lambda: plans.answer_referral(
            record_number(post.get("referral", "")) or 0,
            clinic.id,
            post.get("answer", "")[:500],
            **common,
        ),
        "dating": lambda: plans.set_dating(number, typed_dating(post), **common),
        "birth": lambda: plans.record_birth(number, clinic.id, _birth(request), **common),
        "book": lambda: plans.book(number, typed_day(post), **common),
        "cancel": lambda: plans.cancel(number, **common),
        "leave": lambda: plans.leave(number, **common),
    }
    if post.get("act", "") not in acts:
        raise Refused("visit_contact")
    acts[post["act"]]()


def _birth(request: ActorRequest) -> Birth:
    post = request.POST
    day, living = day_in(post.get("birth", "")), post.get("living", "")
    if day is None:
        raise Refused("birth_day")
    if not (living.isascii() and living.isdecimal() and len(living) == 1):
        raise Refused("birth_living")
    return Birth(day, int(living), day_in(post.get("discharge", "")))


def _visit(request: ActorRequest) -> NewVisit:
    """What was typed about a contact; a measurement that is no number is refused."""
    post, items = request.POST, {}
    contact = plans.standards()[-1].contact(post.get("contact", ""))
    day = day_in(post.get("day", ""))
    if contact is None or day is None:
        raise Refused("visit_contact" if contact is None else "date_invalid")
    form = plans.standards()[-1].forms[contact.form]
    for item in form.items:
        text = post.get(f"item-{item.code}", "").strip()[:10]
        if text:
            items[item.code] = _number(text, item)
    signs = {s.code for s in form.signs}
    return NewVisit(
        contact.code,
        day,
        items,
        tuple(s for s in post.getlist("sign")[:30] if s in signs),
        post.get("note", "")[:500],
        post.get("referred_to", "")[:100],
        {"standing": True, "lying": False}.get(post.get("how", "")),
    )


def _number(text: str, item: plans.Item) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise Refused("visit_item", item=item.code, low=f"{item.low:g}", high=f"{item.high:g}")
    return round(value, 2)


def _page(
    request: ActorRequest,
    plan: Plan,
    clinic: Clinic | None,
    context: dict[str, Any],
    error: str = "",
) -> HttpResponse:
    today = local_date(request.at)
    return render(
        request,
        "office/plans/plan.html",
        {
            **context,
            **shown(plan, today),
            "forms": _forms(request, plan),
            "error": error,
            "act": request.POST.get("act", ""),
            "post": request.POST if error else {},
            "key": new_key(),
            "print_url": link(
                "office:plan_print", plan.line.id, clinic=clinic.id if clinic else ""
            ),
        },
        status=422 if error else 200,
    )


def _forms(request: ActorRequest, plan: Plan) -> list[dict[str, Any]]:
    """A form for the contact that is now, or the one that was asked for; and the other contacts to choose from."""
    standard = plans.standards()[-1]
    open_ones = [d for d in plan.dues if d.stand is not plans.Stand.DONE]
    asked = request.POST.get("contact") or request.GET.get("contact", "") or plan.line.next_contact
    chosen = next((d for d in open_ones if d.contact.code == asked), None)
    chosen = chosen or next(iter(open_ones), None)
    if chosen is None:
        return []
    form = standard.forms[chosen.contact.form]
    post = request.POST if request.POST.get("act") == "visit" else {}
    return [
        {
            "contact": chosen.contact,
            "name": reader_text(chosen.contact.name),
            "clause": reader_text(chosen.contact.clause),
            "others": [(d.contact.code, reader_text(d.contact.name)) for d in open_ones],
            "items": [
                {
                    "code": i.code,
                    "name": reader_text(i.name),
                    "unit": i.unit,
                    "value": post.get(f"item-{i.code}", ""),
                }
                for i in form.items
            ],
            "signs": [
                {
                    "code": s.code,
                    "name": reader_text(s.name),
                    "urgency": label(words.URGENCIES, s.urgency.value),
                    "on": bool(post) and s.code in request.POST.getlist("sign"),
                }
                for s in form.signs
            ],
            "child": chosen.contact.kind is plans.Kind.CHILD,
        }
    ]


@require_safe
def sheet(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The booklet on paper, with its code."""
    own_clinics(request)
    plan = plans.plan(plan_id, actor=request.actor, at=request.at)
    note_plan(request, plan.line, "plans.print")
    printed = {"printed_at": request.at, "printed_by": request.actor.label}
    context = shown(plan, local_date(request.at)) | printed
    return render(request, "plans/booklet_print.html", context)
