"""Points of issue and one of them: what is short, goods in, giving out, discarding, the ledger. Nobody is named who is
given anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.casework.api import rescue, stock
from anju.domains.casework.api.stock import Offer, Point, PointKind, Received
from anju.foundation.clock import CHINA, local_date
from anju.foundation.days import day_in
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts import stock as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.office.links import link, page_of, record_number
from anju.interfaces.web.office.naming import (
    area_filter,
    division_fault,
    prefix_chosen,
    short,
)
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

MOST_LINES = 20_000
"""Lines of the ledger that leave as a file, the latest."""


@require_http_methods(["GET", "POST"])
def points(request: ActorRequest) -> HttpResponse:
    """The points of one's area, with what is short or about to expire; a POST opens one."""
    request.actor.require(stock.KEEP)
    error, fault = "", _division_fault(request)
    if request.method == "POST" and not fault:
        try:
            made = stock.open_point(
                PointKind.FREE,
                prefix_chosen(request.POST.get("region", "")),
                request.POST.get("name", ""),
                address=request.POST.get("address", ""),
                hours=request.POST.get("hours", ""),
                offer=_offer(request.POST.get("offer", "")),
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            error = sentence(refused, get_language() or "zh-hans")
        else:
            messages.success(request, _("已设立。"))
            return redirect("office:supply_point", made.id)
    found = stock.kept_points(request.actor)
    held = stock.stock([p.id for p in found], local_date(request.at))
    names = short({p.region.ljust(12, "0") for p in found})
    return render(
        request,
        "office/supplies/points.html",
        {
            "rows": [
                {
                    "point": p,
                    "place": names.get(p.region.ljust(12, "0"), ""),
                    "offer": label(words.OFFERS, p.offer.value),
                    "short": [x.name for x in held[p.id] if x.short],
                    "soon": [x.name for x in held[p.id] if x.soon or x.expired],
                    "url": link("office:supply_point", p.id),
                }
                for p in found
            ],
            "offers": [(o.value, label(words.OFFERS, o.value)) for o in Offer],
            "error": error,
            "typed": request.POST if error or fault else {},
            "fault": fault,
            **area_filter(request.actor, stock.KEEP, request.POST.get("region", "")),
        },
        status=422 if error or fault else 200,
    )


def _division_fault(request: ActorRequest) -> str:
    """Why a point cannot stand there, as a sentence for the field."""
    if request.method != "POST":
        return ""
    return division_fault(request.actor, stock.KEEP, request.POST.get("region", ""), prefix=True)


def _offer(code: str) -> Offer:
    return next((o for o in Offer if o.value == code), Offer.COUNTER)


@require_POST
def store(request: ActorRequest, station_id: int) -> HttpResponse:
    """The store of one's rescue station, opened when it is looked for the first time."""
    station = rescue.own_station(station_id, request.actor)
    found = stock.store_of(station.region) or stock.open_point(
        PointKind.RESCUE, station.region, station.name, actor=request.actor, at=request.at
    )
    return redirect("office:supply_point", found.id)


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, point_id: int) -> HttpResponse:
    """One point; a POST moves stock (``act``)."""
    point = stock.kept_point(point_id, request.actor)
    error = ""
    if request.method == "POST":
        try:
            _do(request, point)
        except (Refused, Conflict, NotFound) as fault:
            error = sentence(fault, get_language() or "zh-hans")
        else:
            messages.success(request, _("已记录。"))
            closed = request.POST.get("act") == "close"
            return (
                redirect("office:supplies") if closed else redirect("office:supply_point", point_id)
            )
    return _page(request, point, error)


def _do(request: ActorRequest, point: Point) -> None:
    post = request.POST
    common: dict[str, Any] = {"key": act_key(request), "actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "issue": lambda: stock.issue(
            point.id,
            record_number(post.get("item", "")) or 0,
            _whole(post.get("quantity", "")),
            way="machine" if post.get("way") == "machine" else "counter",
            **common,
        ),
        "receive": lambda: stock.receive(point.id, [_goods(request)], **common),
        "file": lambda: _file(request, point, common),
        "discard": lambda: stock.discard(
            point.id,
            _lot(request),
            _whole(post.get("quantity", "")),
            post.get("note", ""),
            **common,
        ),
        "count": lambda: stock.count(
            point.id,
            _lot(request),
            _whole(post.get("quantity", "")),
            post.get("note", ""),
            **common,
        ),
        "close": lambda: stock.close_point(point.id, actor=request.actor, at=request.at),
    }
    if post.get("act", "") not in acts:
        raise Refused("stock_act")
    acts[post["act"]]()


def _lot(request: ActorRequest) -> int:
    return record_number(request.POST.get("lot", "")) or 0


def _whole(text: str) -> int:
    typed = text.strip()
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _goods(request: ActorRequest) -> Received:
    post = request.POST
    expires = post.get("expires", "").strip()
    day = day_in(expires) if expires else None
    if expires and day is None:
        raise Refused("stock_day")
    low = post.get("low", "").strip()
    return Received(
        post.get("name", ""),
        post.get("unit", ""),
        _whole(post.get("quantity", "")),
        post.get("lot", ""),
        day,
        _whole(low) if low else None,
    )


def _file(request: ActorRequest, point: Point, common: dict[str, Any]) -> None:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused("stock_file_empty")
    data = sent.read(stock.MOST_BYTES + 1)
    stock.receive_file(point.id, data, sent.name or "", **common)


def _page(request: ActorRequest, point: Point, error: str) -> HttpResponse:
    lines = stock.stock([point.id], local_date(request.at))[point.id]
    page = page_of(request)
    found, total = stock.moves(point.id, page=page)
    of_station = point.kind is PointKind.RESCUE
    return render(
        request,
        "office/supplies/one.html",
        {
            "point": point,
            "of_station": of_station,
            "back_url": link("office:rescue") if of_station else link("office:supplies"),
            "offer": label(words.OFFERS, point.offer.value),
            "lines": lines,
            "lots": [(x, lot) for x in lines for lot in x.lots if lot.on_hand],
            "short": [x for x in lines if x.short],
            "today": local_date(request.at),
            "moves": [{"one": m, "kind": label(words.KINDS, m.kind.value)} for m in found],
            "paging": list_parts(request, page, len(found), total) | {"export_url": ""},
            "machine": point.offer is not Offer.COUNTER and not of_station,
            "columns": [title for _field, title in stock.COLUMNS],
            "error": error,
            "kept": {request.POST.get("act", ""): request.POST} if error else {},
            "corrected": request.POST
            if error and request.POST.get("act") in ("count", "discard")
            else {},
            "key": new_key(),
        },
        status=422 if error else 200,
    )


@require_safe
def stock_file(request: ActorRequest, point_id: int) -> HttpResponse:
    """What is on hand, in the columns in which goods come in."""
    point = stock.kept_point(point_id, request.actor)
    lines = stock.stock([point.id], local_date(request.at))[point.id]
    cells = [
        (x.name, x.unit, lot.on_hand, lot.number, lot.expires, x.low)
        for x in lines
        for lot in x.lots
    ]
    schema = {
        "name": pl.Utf8, "unit": pl.Utf8, "n": pl.Int64, "lot": pl.Utf8, "end": pl.Date, "low": pl.Int64,
    }  # fmt: skip
    frame = pl.DataFrame(cells, orient="row", schema=schema)
    titles = [title for _field, title in stock.COLUMNS]
    return workbook(frame, _("库存"), "stock.xlsx", titles)


@require_safe
def ledger_file(request: ActorRequest, point_id: int) -> HttpResponse:
    """The ledger, the latest line first."""
    point = stock.kept_point(point_id, request.actor)
    found, _total = stock.moves(point.id, size=MOST_LINES)
    cells = [
        (
            m.at.astimezone(CHINA).replace(tzinfo=None), m.item, m.unit, m.lot, m.expires,
            label(words.KINDS, m.kind.value), m.quantity, m.on_hand, m.note, m.by_label,
        )
        for m in found
    ]  # fmt: skip
    schema = {
        "at": pl.Datetime, "item": pl.Utf8, "unit": pl.Utf8, "lot": pl.Utf8, "end": pl.Date,
        "kind": pl.Utf8, "n": pl.Int64, "left": pl.Int64, "note": pl.Utf8, "by": pl.Utf8,
    }  # fmt: skip
    titles = [
        _("时间"), _("品名"), _("单位"), _("批号"), _("有效期至"),
        _("类别"), _("数量"), _("结存"), _("说明"), _("经手"),
    ]  # fmt: skip
    frame = pl.DataFrame(cells, orient="row", schema=schema)
    return workbook(frame, _("台账"), "ledger.xlsx", titles)
