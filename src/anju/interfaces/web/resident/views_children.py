"""The vaccination booklets of one's children: on the phone, on paper, offered and never required."""

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

from anju.domains.health.api import children, clinics, doses
from anju.domains.health.api.children import ChildRecord
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.declaring import act_key, new_key, signed_in
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vaccination.booklet import booklet

FIELDS = ("name", "birth_date", "vaccination")


def _in_words(error: AnjuError) -> str:
    return sentence(error, get_language() or "zh-hans")


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """One's children, those for whom a record is offered, and a form that puts a booklet on the phone."""
    if request.method != "POST":
        return _list(request)
    try:
        child = _done(request)
    except (Refused, Conflict, NotFound) as error:
        return _list(request, _in_words(error))
    return redirect("resident:child", child) if child else redirect("resident:children")


def _done(request: ActorRequest) -> int:
    """Carry out what was asked; the child to show, or 0."""
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    person = record_number(post.get("person", "")) or 0
    if post.get("act") == "decline":
        children.decline_offer(person, **common)
        return 0
    if post.get("act") == "accept":
        clinic = record_number(post.get("clinic", "")) or 0
        return children.accept_offer(person, clinic, key=act_key(request), **common).child_id
    born = day_in(post.get("born", ""))
    if born is None:
        raise Refused("booklet_unknown")
    return children.claim_booklet(post.get("code", "")[:60], born, **common)


def _list(request: ActorRequest, error: str = "") -> HttpResponse:
    lines, today = children.children_of(request.actor), local_date(request.at)
    offers = children.offers(request.actor, at=request.at)
    _note(request, [c.person_id for c in lines] + [o.person_id for o in offers], "children.list")
    places = clinics.clinics_by_id([c.clinic_id for c in lines if c.clinic_id])
    return render(
        request,
        "resident/children/list.html",
        {
            "rows": [{"line": c, "clinic": places.get(c.clinic_id or 0)} for c in lines],
            "offers": offers,
            "clinics": clinics.clinics() if offers else [],
            "today": today,
            "error": error,
            "post": request.POST if error else {},
            "key": new_key(),
        },
        status=422 if error else 200,
    )


def _note(request: ActorRequest, persons: list[int | None], action: str) -> None:
    audit.record_read(
        request.actor,
        person_ids=[p for p in persons if p is not None],
        fields=FIELDS,
        action=action,
        at=request.at,
    )


def _seen(request: ActorRequest, child_id: int, action: str) -> ChildRecord:
    if request.actor.kind != "public":
        raise NotFound("child_unknown")
    record = children.child(child_id, actor=request.actor, at=request.at)
    audit.record_list(
        request.actor,
        action=action,
        subject_kind="child",
        subject_id=record.line.id,
        fields=FIELDS,
        at=request.at,
    )
    _note(request, [record.line.person_id], action)
    return record


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, child_id: int) -> HttpResponse:
    """The booklet of a child: what is next, doses, the code for the clinic, an appointment."""
    record = _seen(request, child_id, "children.one")
    if request.method != "POST":
        return _page(request, record)
    act = request.POST.get("act", "")
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    day = day_in(request.POST.get("day", ""))
    acts: dict[str, Callable[[], object]] = {
        "appoint": lambda: doses.appoint(record.line.id, day or local_date(request.at), **common),
        "call_off": lambda: doses.call_off(record.line.id, **common),
        "remove": lambda: children.leave_booklet(record.line.id, **common),
    }
    if act not in acts:
        return redirect("resident:child", child_id)
    try:
        acts[act]()
    except Refused as error:
        return _page(request, record, _in_words(error))
    messages.success(request, _("已记录。"))
    return (
        redirect("resident:children") if act == "remove" else redirect("resident:child", child_id)
    )


def _page(request: ActorRequest, record: ChildRecord, error: str = "") -> HttpResponse:
    shown: dict[str, Any] = booklet(record, request.at)
    own, today = shown["own"], local_date(request.at)
    return render(
        request,
        "resident/children/one.html",
        {
            **shown,
            "appointment": doses.appointment_of(record.line.id),
            "days": doses.next_days(own.weekdays, today) if own else [],
            "error": error,
        },
        status=422 if error else 200,
    )


@never_cache
@require_safe
@signed_in
def sheet(request: ActorRequest, child_id: int) -> HttpResponse:
    """The booklet on paper."""
    record = _seen(request, child_id, "children.print")
    printed = {"printed_at": request.at, "printed_by": _("监护人")}
    return render(request, "vaccination/booklet_print.html", booklet(record, request.at) | printed)
