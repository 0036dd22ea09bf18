"""The night at a station: who is here, what is owed to whom, which beds are free; and the book of all stays."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Bed, StayLine, Ward
from anju.foundation.clock import CHINA
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import rescue as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import link, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.rescue.reading import line_shown, record, station_asked
from anju.interfaces.web.session import ActorRequest


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Who is here, those to whom something is due first; the beds by ward."""
    if not request.actor.may(rescue.SEE) and request.actor.may(rescue.MANAGE):
        return redirect("office:rescue_stations")
    station, own = station_asked(request)
    here = rescue.present(station.id, at=request.at)
    found = rescue.beds(station.id)
    record(request.actor, here, action="rescue.here", at=request.at)
    shown = [line_shown(s, request.at) for s in here]
    return render(
        request,
        "office/rescue/here.html",
        {
            "station": station,
            "others": [s for s in own if s.id != station.id],
            "rows": shown,
            "due": sum(1 for s in shown if any(d["late"] for d in s["duties"])),
            "free": sum(1 for b in found if not b.closed and b.taken_by is None),
            "wards": _wards(found, here),
            "in_url": link("office:rescue_in", station=station.id),
            "book_url": link("office:rescue_book", station=station.id, show="all"),
            "beds_url": link("office:rescue_beds", station.id)
            if rescue.holds_there(request.actor, rescue.LEAD, station.region)
            else "",
            "now": request.at,
        },
    )


def _wards(beds: list[Bed], here: list[StayLine]) -> list[dict[str, Any]]:
    names = {s.id: s for s in here}
    wards = []
    for ward in Ward:
        rooms: dict[str, list[dict[str, Any]]] = {}
        for bed in beds:
            if bed.ward is ward and not bed.closed:
                who = names.get(bed.taken_by or 0)
                rooms.setdefault(bed.room, []).append(
                    {
                        "bed": bed,
                        "called": who.called if who else "",
                        "url": link("office:rescue_stay", who.id) if who else "",
                    }
                )
        if rooms:
            every = [b for room in rooms.values() for b in room]
            wards.append(
                {
                    "name": label(words.WARDS, ward.value),
                    "rooms": list(rooms.items()),
                    "free": sum(1 for b in every if not b["called"]),
                }
            )
    return wards


@require_safe
def book(request: ActorRequest) -> HttpResponseBase:
    """All stays of a station, found by number, code or whole name; leaves as Excel."""
    station, _own = station_asked(request)
    asked = {
        "station": str(station.id),
        "show": request.GET.get("show", ""),
        "q": request.GET.get("q", "")[:60],
    }
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    page, show = page_of(request), asked["show"] if asked["show"] in rescue.LISTS else "all"
    lines, total = rescue.stays(station.id, at=request.at, show=show, words=asked["q"], page=page)
    record(request.actor, lines, action="rescue.book", at=request.at)
    return render(
        request,
        "office/rescue/book.html",
        {
            "station": station,
            "rows": [line_shown(s, request.at) for s in lines],
            "total": total,
            "show": show,
            "words": asked["q"],
            "lists": [
                (c, label(words.LISTS, c), link("office:rescue_book", station=station.id, show=c))
                for c in rescue.LISTS
            ],
            "paging": list_parts(request, page, len(lines), total),
            "here_url": link("office:rescue", station=station.id),
        },
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    station = rescue.own_station(int(asked.get("station") or 0), asker.actor)
    lines = rescue.all_stays(
        station.id,
        at=asker.at,
        show=asked.get("show") or "all",
        words=asked.get("q", ""),
        most=min(up_to or MOST_LINES, MOST_LINES),
    )
    record(asker.actor, lines, action="rescue.book_sheet", at=asker.at)
    titles = [
        _("编号"), _("代号"), _("姓名"), _("身份"), _("性别"), _("年龄"), _("状态"), _("床位"), _("到站"), _("离站"),
        _("去向"),
    ]  # fmt: skip
    cells = [
        (
            s.number,
            s.code,
            s.called if s.called != s.code else "",
            shown["identity"],
            shown["sex"],
            s.age,
            shown["state"],
            s.bed,
            s.arrived_at.astimezone(CHINA).replace(tzinfo=None),
            s.left_at.astimezone(CHINA).replace(tzinfo=None) if s.left_at else None,
            shown["way"],
        )
        for s in lines
        for shown in [line_shown(s, asker.at)]
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("救助登记"), titles, len(cells), iter([make(cells)] if cells else []))


MOST_LINES = 20_000
_COLUMNS = {
    **dict.fromkeys(("n", "c", "p", "i", "s"), pl.Utf8),
    "a": pl.Int64,
    **dict.fromkeys(("z", "b"), pl.Utf8),
    **dict.fromkeys(("f", "t"), pl.Datetime),
    "w": pl.Utf8,
}
EXPORT = Export("rescue.book", lambda _who, _asked: "rescue.xlsx", _listing)
