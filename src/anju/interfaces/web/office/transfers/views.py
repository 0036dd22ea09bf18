"""The office at which transfers wait: lists, one to be looked at, a signed file that somebody brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import transfers
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.texts import transfers as words
from anju.interfaces.web import transfers_page
from anju.interfaces.web.office.links import page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """One list of the actor's offices; for a clinic also what came for its children."""
    which, page = _which(request), page_of(request)
    found, counts = transfers.office_list(which, actor=request.actor, at=request.at, page=page)
    families = _families(request, which)
    counts[which] += len(families)
    context = {
        "which": which,
        "title": transfers_page.label(words.LISTS, which),
        "lists": [(w, transfers_page.label(words.LISTS, w), counts[w]) for w in transfers.LISTS],
        "lines": [transfers_page.line(t) for t in (families + found if page == 1 else found)],
        "today": local_date(request.at),
        "paging": list_parts(request, page, len(found) + len(families), counts[which]),
    }
    return render(request, "office/transfers/list.html", context)


def _which(request: ActorRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in transfers.LISTS else "waiting"


def _families(request: ActorRequest, which: str) -> list[transfers.TransferView]:
    """What came for children whom the actor's clinic sees: nobody's office yet, so before what lies at one's own."""
    if which != "waiting":
        return []
    return transfers.waiting_for_children(actor=request.actor, at=request.at)


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The list as a spreadsheet, whole."""
    which = _which(request)
    found, _counts = transfers.office_list(which, actor=request.actor, at=request.at, taken=True)
    lines = [transfers_page.line(t) for t in _families(request, which) + found]
    titles = [_("姓名"), _("类别"), _("另一地"), _("状态"), _("原因"), _("期限"), _("时间")]
    rows = [
        [
            x["name"],
            x["kind"],
            x["t"].place_name,
            x["state"],
            x["why"],
            str(x["t"].answer_by or x["t"].check_due or ""),
            local_date(x["t"].made_at).isoformat(),
        ]
        for x in lines
    ]
    schema = {f"c{n}": pl.Utf8 for n in range(len(titles))}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("转送记录"), "transfers.xlsx", titles)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, transfer_id: int) -> HttpResponse:
    """One with what it says, and what can be done about it."""
    if request.method == "POST":
        act = _acts(request, transfer_id).get(request.POST.get("act", ""))
        if act is not None:
            saved(request, lambda: act() or True)
        return redirect("office:transfer", transfer_id)
    found = transfers.at_office(transfer_id, actor=request.actor, at=request.at)
    checks = found.direction == "out" and found.state == "requested" and not found.checked_at
    context: dict[str, Any] = {
        **transfers_page.whole(found),
        "checks": bool(checks and found.check),
        "waits": found.direction == "in" and found.state == "waiting",
        "reasons": [(r, transfers_page.label(words.WHY, r)) for r in transfers.REASONS],
    }
    return render(request, "office/transfers/one.html", context)


def _acts(request: ActorRequest, transfer_id: int) -> dict[str, Callable[[], None]]:
    """What a form of the page may ask for."""
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    text = request.POST.get("note", "")[: transfers.MOST_NOTE]
    return {
        "right": lambda: transfers.check(transfer_id, right=True, **who),
        "return": lambda: transfers.check(transfer_id, right=False, text=text, **who),
        "take": lambda: transfers.take_in(transfer_id, **who),
        "help": lambda: transfers.help_given(transfer_id, wanted=True, text=text, **who),
        "decline": lambda: transfers.help_given(transfer_id, wanted=False, text=text, **who),
        "refuse": lambda: transfers.refuse(
            transfer_id, request.POST.get("reason", "")[:40], text, **who
        ),
    }


@require_POST
def bring(request: ActorRequest) -> HttpResponse:
    """Take in the signed file that somebody brought."""
    made = saved(request, lambda: _brought(request), _("签名属实，请核对内容。"))
    return redirect("office:transfer", made) if made else redirect("office:transfers")


def _brought(request: ActorRequest) -> int:
    file = request.FILES.get("file")
    if file is None or file.size is None:
        raise Refused("hand_unreadable")
    if file.size > transfers.MOST_BYTES:
        raise Refused("upload_too_large", megabytes=transfers.MOST_BYTES >> 20)
    return transfers.bring(file.read(), actor=request.actor, at=request.at)
