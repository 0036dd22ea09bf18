"""Batch files of the former national exchange at the office: looked at, taken in with an answer a row, written."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import batches, links
from anju.domains.exchange.api.batches import BatchReading, BatchTaken
from anju.foundation.errors import AnjuError, Refused
from anju.foundation.sheets import write_xlsx
from anju.foundation.sheets.writer import XLSX
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.session import ActorRequest

SHOWN = 500
_STATUS = {
    "applied": gettext_lazy("已入库"),
    "unchanged": gettext_lazy("没有变化"),
    "waiting": gettext_lazy("转人工"),
    "refused": gettext_lazy("退回"),
}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """What can be done, and what happens to a file."""
    request.actor.require(links.MANAGE)
    return _page(request)


def _page(request: ActorRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"given": request.POST, "forms": batches.FORMS, "encodings": batches.ENCODINGS}
    return render(request, "office/exchange/batches.html", {**context, **more}, status=status)


@require_POST
def take(request: ActorRequest) -> HttpResponse:
    """Look at a file, or take it in; the answer is a page, or an Excel file with every row."""
    file = request.FILES.get("file")
    action = request.POST.get("action", "look")
    try:
        if file is None or file.size is None or file.size > batches.MOST_BYTES:
            raise Refused("batch_no_file" if file is None else "batch_too_large", most=64)
        data = file.read()
        if action == "look":
            reading = batches.look_at_batch(data, actor=request.actor, at=request.at)
            return _page(request, reading=reading, lines=_foreseen(reading))
        with transaction.atomic():
            taken = batches.take_batch(
                data,
                region=request.POST.get("region", "").strip()[:15],
                sender=request.POST.get("sender", "").strip()[:40] or "old batch",
                actor=request.actor,
                at=request.at,
            )
    except AnjuError as refused:
        if refused.code == "not_allowed":
            raise
        return _page(request, error=reason_text(refused.code, **refused.params), status=422)
    if action == "xlsx":
        return _answer(_workbook(taken), XLSX, "batch-result.xlsx")
    counts = [(_STATUS[s], n) for s, n in taken.counts.items()]
    return _page(request, taken=taken, reading=taken.reading, counts=counts, lines=_lines(taken))


def _foreseen(reading: BatchReading) -> list[dict[str, Any]]:
    """Refused rows first, then those that can be taken in."""
    rows = sorted(reading.rows, key=lambda r: not r.refused)[:SHOWN]
    return [
        {
            "row": r.row,
            "name": r.fields.get("name", ""),
            "status": _STATUS["refused"] if r.refused else _("可以入库"),
            "why": reason_text(r.refused) if r.refused else "",
        }
        for r in rows
    ]


def _lines(taken: BatchTaken) -> list[dict[str, Any]]:
    rows = [o for o in taken.outcomes if o.reason][:SHOWN]
    return [
        {"row": o.row, "name": o.name, "status": _STATUS[o.status], "why": reason_text(o.reason)}
        for o in rows
    ]


def _workbook(taken: BatchTaken) -> bytes:
    frame = pl.DataFrame(
        {
            "row": [str(o.row) for o in taken.outcomes],
            "name": [o.name for o in taken.outcomes],
            "status": [str(_STATUS[o.status]) for o in taken.outcomes],
            "why": [reason_text(o.reason) if o.reason else "" for o in taken.outcomes],
        },
        schema=dict.fromkeys(("row", "name", "status", "why"), pl.String),
    )
    titles = (_("行"), _("姓名"), _("结果"), _("原因"))
    return write_xlsx(frame, sheet=_("逐行结果"), titles=titles)


@require_POST
def write(request: ActorRequest) -> HttpResponse:
    """A file of who lives here from another place."""
    form, encoding = request.POST.get("form", ""), request.POST.get("encoding", "")
    try:
        data, _count = batches.written_batch(
            request.actor.regions("person.see"),
            request.POST.get("origin", "").strip()[:12],
            form=form,
            encoding=encoding,
            actor=request.actor,
            at=request.at,
        )
    except AnjuError as refused:
        if refused.code == "not_allowed":
            raise
        return _page(request, error=reason_text(refused.code, **refused.params), status=422)
    kind = "text/csv" if form == "csv" else "application/xml"
    return _answer(data, f"{kind}; charset={encoding}", f"inflow.{form}")


def _answer(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
