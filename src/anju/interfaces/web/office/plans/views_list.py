"""The desk's lists of plans; scan a booklet; open a plan of a woman, or of a child whose family wants one."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.health.api import children, plans
from anju.domains.health.api.plans import NewMother
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import plans as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label, reader_text
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.clinic.place import note_list
from anju.interfaces.web.office.links import link, page_of, record_number
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.plans.at_clinic import around, note_plans, own_clinics, row
from anju.interfaces.web.plans.typed import typed_dating
from anju.interfaces.web.session import ActorRequest


def in_words(error: AnjuError) -> str:
    """An error in the reader's language."""
    return sentence(error, get_language() or "zh-hans")


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """A list of the clinic, or the plans found by what was typed. What is due leaves as Excel, for the clinic alone."""
    chosen, mine = own_clinics(request)
    context = around(chosen, mine)
    if chosen is None:
        return render(request, "office/clinic/none.html", context)
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, {"clinic": str(chosen.id)})
    page, asked = page_of(request), request.GET.get("show", "")
    show, typed = asked if asked in plans.LISTS else "due", request.GET.get("q", "")[:60]
    queue = plans.plan_queue(chosen.id, actor=request.actor, at=request.at, show=show, page=page)
    found = None
    if typed.strip():
        found = plans.find_plans(typed, actor=request.actor, at=request.at)
    lines = found if found is not None else queue.lines
    note_plans(request, lines, chosen.id, "plans.list")
    return render(
        request,
        "office/plans/list.html",
        {
            **context,
            "rows": [row(x, chosen) for x in lines],
            "lists": [
                (
                    code,
                    label(words.LISTS, code),
                    queue.counts[code],
                    link("office:plans", clinic=chosen.id, show=code),
                )
                for code in plans.LISTS
            ],
            "show": "" if found is not None else show,
            "words": typed,
            "found": found is not None,
            "today": local_date(request.at),
            "paging": list_parts(request, page, len(queue.lines), queue.total),
            "export_url": link("office:plans", clinic=chosen.id, format="xlsx"),
        },
    )


@require_POST
def scan(request: ActorRequest) -> HttpResponse:
    """A booklet's code, of a mother (``MZ``) or a child (``JZ``); what is no code is looked for in the lists."""
    chosen, _mine = own_clinics(request)
    code = request.POST.get("code", "")[:60]
    if chosen is None:
        return redirect("office:plans")
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    try:
        if code.strip().upper().startswith("JZ"):
            child = children.admit(code, chosen.id, **common)
            known = plans.plans_of_children([child]).get(child)
            if known is None:
                return redirect(link("office:plans_child", clinic=chosen.id, child=child))
            return redirect(link("office:plan", known[0], clinic=chosen.id))
        return redirect(
            link("office:plan", plans.admit_plan(code, chosen.id, **common), clinic=chosen.id)
        )
    except (NotFound, Refused) as error:
        if len("".join(code.split())) >= children.CODE_LENGTH:
            messages.error(request, in_words(error))
        return redirect(link("office:plans", clinic=chosen.id, q=code))


@require_http_methods(["GET", "POST"])
def enter(request: ActorRequest) -> HttpResponse:
    """Open the plan of a woman who stands here and wants one."""
    chosen, mine = own_clinics(request)
    if chosen is None:
        return redirect("office:plans")
    context = around(chosen, mine)
    if request.method != "POST":
        return _form(request, context)
    try:
        plan, new = plans.open_plan(
            _typed(request), chosen.id, key=act_key(request), actor=request.actor, at=request.at
        )
    except (Conflict, Refused) as error:
        return _form(request, context, in_words(error))
    messages.success(request, _("已建档。") if new else _("她已有档案，已为您打开。"))
    return redirect(link("office:plan", plan, clinic=chosen.id))


def _typed(request: ActorRequest) -> NewMother:
    post = request.POST
    born = day_in(post.get("born", ""))
    if born is None:
        raise Refused("mother_birth")
    return NewMother(
        post.get("name", "")[:60],
        born,
        post.get("number", "")[:30],
        post.get("phone", "")[:20],
        dating=typed_dating(post),
    )


def _form(request: ActorRequest, context: dict[str, Any], error: str = "") -> HttpResponse:
    return render(
        request,
        "office/plans/new.html",
        {
            **context,
            "error": error,
            "post": request.POST,
            "key": request.POST.get("key") or new_key(),
            "today": local_date(request.at),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
def child(request: ActorRequest) -> HttpResponse:
    """Children whose record this clinic sees, by what was typed or scanned; a POST opens the plan of one."""
    chosen, mine = own_clinics(request)
    if chosen is None:
        return redirect("office:plans")
    number = record_number(request.POST.get("child") or request.GET.get("child", "")) or 0
    error = ""
    if request.method == "POST":
        try:
            plan = plans.join_child(
                number,
                clinic_id=chosen.id,
                discharge=day_in(request.POST.get("discharge", "")),
                key=act_key(request),
                actor=request.actor,
                at=request.at,
            )
            return redirect(link("office:plan", plan, clinic=chosen.id))
        except Refused as refused:
            error = in_words(refused)
    typed = request.GET.get("q", "")[:60]
    lines = children.find(typed, actor=request.actor) if typed.strip() else []
    if number and not lines:
        lines = [children.child(number, actor=request.actor, at=request.at).line]
    note_list(request, lines, chosen, "plans.child")
    return render(
        request,
        "office/plans/child.html",
        {
            **around(chosen, mine),
            "rows": lines,
            "words": typed,
            "error": error,
            "key": new_key(),
            "today": local_date(request.at),
        },
        status=422 if error else 200,
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(plans.CARE_GIVE)
    clinic_id = int(asked.get("clinic", "0"))
    lines = plans.due_plans(clinic_id, actor=asker.actor, at=asker.at)[:up_to]
    note_plans(asker, lines, clinic_id, "plans.due_sheet")
    standard = plans.standards()[-1]
    names = {c.code: reader_text(c.name) for c in standard.contacts}
    titles = [_("姓名"), _("出生日期"), _("该做的随访"), _("起"), _("止"), _("预约")]
    cells = [
        (x.name, x.born, names.get(x.next_contact, ""), x.next_from, x.next_until, x.booked)
        for x in lines
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("该随访名单"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {"n": pl.Utf8, "b": pl.Date, "c": pl.Utf8, "f": pl.Date, "u": pl.Date, "d": pl.Date}
EXPORT = Export("plans.due", lambda _who, _asked: "due-contacts.xlsx", _listing)
