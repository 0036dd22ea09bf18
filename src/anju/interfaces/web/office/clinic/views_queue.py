"""The clinic's queue: who is expected, due or late; scan or type a booklet; open a record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.health.api import children, doses
from anju.domains.health.api.children import NewChild, NewGuardian
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts import health as words
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.office.clinic.place import (
    around,
    child_row,
    in_words,
    note_list,
    own_clinics,
)
from anju.interfaces.web.office.links import link, page_of, record_number
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

MOST_DIFFERENT = 30


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """A list of the clinic, or the children found by what was typed."""
    chosen, mine = own_clinics(request)
    context = around(request, chosen, mine, "clinic")
    if chosen is None:
        return render(request, "office/clinic/none.html", context)
    page, asked = page_of(request), request.GET.get("show", "")
    show, typed = asked if asked in doses.LISTS else "today", request.GET.get("q", "")[:60]
    queue = doses.queue(chosen.id, actor=request.actor, at=request.at, show=show, page=page)
    found = children.find(typed, actor=request.actor) if typed.strip() else None
    lines = found if found is not None else queue.lines
    note_list(request, lines, chosen, "clinic.list")
    return render(
        request,
        "office/clinic/list.html",
        {
            **context,
            "rows": [child_row(c, chosen.id) | {"expected": queue.days.get(c.id)} for c in lines],
            "lists": [
                (
                    code,
                    label(words.LISTS, code),
                    queue.counts[code],
                    link("office:clinic", clinic=chosen.id, show=code),
                )
                for code in doses.LISTS
            ],
            "show": "" if found is not None else show,
            "words": typed,
            "found": found is not None,
            "today": local_date(request.at),
            "paging": list_parts(request, page, len(queue.lines), queue.total),
            "new_url": link("office:clinic_new", clinic=chosen.id),
        },
    )


@require_POST
def scan(request: ActorRequest) -> HttpResponse:
    """A booklet's code, scanned or typed: opens the record. What is no code is looked for in the clinic's own list."""
    chosen, _mine = own_clinics(request)
    code = request.POST.get("code", "")[:60]
    if chosen is None:
        return redirect("office:clinic")
    try:
        child = children.admit(code, chosen.id, actor=request.actor, at=request.at)
    except (NotFound, Refused) as error:
        if len("".join(code.split())) >= children.CODE_LENGTH:
            messages.error(request, in_words(error))
        return redirect(link("office:clinic", clinic=chosen.id, q=code))
    return redirect(link("office:clinic_child", child, clinic=chosen.id))


@require_http_methods(["GET", "POST"])
def enter(request: ActorRequest) -> HttpResponse:
    """Open the record of a child who stands here. One that is on file is opened; one that may be is shown first."""
    chosen, mine = own_clinics(request)
    if chosen is None:
        return redirect("office:clinic")
    context = around(request, chosen, mine, "clinic")
    if request.method != "POST":
        return _form(request, context)
    try:
        opened = children.open_record(
            _typed(request),
            chosen.id,
            key=request.POST.get("key", "")[:80] or new_key(),
            actor=request.actor,
            at=request.at,
            different_from=_different(request),
        )
    except Conflict as error:
        ids = set(error.params.get("ids", ()))
        alike = [children.child(i, actor=request.actor, at=request.at).line for i in sorted(ids)]
        note_list(request, alike, chosen, "clinic.alike")
        rows = [child_row(c, chosen.id) for c in alike]
        return _form(request, context | {"alike": rows}, in_words(error))
    except Refused as error:
        return _form(request, context, in_words(error))
    done = _("已建档。") if opened.new else _("已有这个孩子的档案，已为您打开。")
    messages.success(request, done)
    return redirect(link("office:clinic_child", opened.child_id, clinic=chosen.id))


def _form(request: ActorRequest, context: dict[str, Any], error: str = "") -> HttpResponse:
    return render(
        request,
        "office/clinic/new.html",
        {
            **context,
            "error": error,
            "post": request.POST,
            "key": request.POST.get("key") or new_key(),
            "relations": offered(words.RELATIONS, *children.RELATIONS),
            "today": local_date(request.at),
        },
        status=422 if error else 200,
    )


def _different(request: ActorRequest) -> list[int]:
    typed = request.POST.getlist("different")[:MOST_DIFFERENT]
    return [number for text in typed if (number := record_number(text)) is not None]


def _typed(request: ActorRequest) -> NewChild:
    """What was typed. `Refused` ``child_birth_unreadable``."""
    post = request.POST
    born: date | None = day_in(post.get("born", ""))
    if born is None:
        raise Refused("child_birth_unreadable")
    guardian = NewGuardian(
        post.get("relation", ""),
        post.get("guardian", "")[:60],
        post.get("guardian_number", "")[:30],
        post.get("phone", "")[:20],
    )
    order = post.get("order", "")
    return NewChild(
        post.get("name", "")[:60],
        born,
        post.get("sex", "")[:1],
        post.get("number", "")[:30],
        int(order) if order.isdecimal() and len(order) < 2 else 0,
        address=post.get("address", "")[:200],
        guardians=(guardian,) if guardian.name or guardian.phone else (),
    )
