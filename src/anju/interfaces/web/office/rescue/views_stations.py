"""Stations, for the office that answers for them: opening and closing, rooms and beds, counts. Nobody is named."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Station, Ward
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import rescue as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import day_of, link
from anju.interfaces.web.office.naming import area_filter, division_fault, prefix_chosen, short
from anju.interfaces.web.office.rescue.reading import counts_shown, number_sent
from anju.interfaces.web.session import ActorRequest

MONTH = timedelta(days=30)


@require_safe
def stations(request: ActorRequest) -> HttpResponseBase:
    """The stations of one's area with their counts over some days; leaves as Excel."""
    request.actor.require(rescue.MANAGE)
    first, last = _days(request.GET.get("from", ""), request.GET.get("to", ""), request)
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, {"from": first.isoformat(), "to": last.isoformat()})
    found = rescue.figures(request.actor, first, last, at=request.at)
    names = short({f.station.region.ljust(12, "0") for f in found})
    return render(
        request,
        "office/rescue/stations.html",
        {
            "rows": [
                {
                    "station": f.station,
                    "place": names.get(f.station.region.ljust(12, "0"), ""),
                    "counts": counts_shown(f.counts),
                    "who": " / ".join(counts_shown(f.counts)[n] for n in rescue.GROUPS["who"]),
                    "beds_url": link("office:rescue_beds", f.station.id),
                }
                for f in found
            ],
            "first": first,
            "last": last,
            "sheet_url": link("office:rescue_stations", **{"from": first, "to": last})
            + "&format=xlsx",
            "new_url": link("office:rescue_station_new"),
        },
    )


def _days(first: str, last: str, asker: Asker) -> tuple[date, date]:
    today = local_date(asker.at)
    until = day_of(last) or today
    since = day_of(first) or until - MONTH
    return min(since, until), until


def _listing(asker: Asker, asked: Asked, _up_to: int | None) -> Listing:
    asker.actor.require(rescue.MANAGE)
    first, last = _days(asked.get("from", ""), asked.get("to", ""), asker)
    found = rescue.figures(asker.actor, first, last, at=asker.at)
    titles = [_("救助站"), _("从"), _("到"), *(label(words.FIGURES, n) for n in rescue.NAMES)]
    cells = [
        (
            f.station.name,
            first.isoformat(),
            last.isoformat(),
            *(counts_shown(f.counts)[n] for n in rescue.NAMES),
        )
        for f in found
    ]
    columns = [f"c{n}" for n in range(len(titles))]
    frame = pl.DataFrame(cells, orient="row", schema=dict.fromkeys(columns, pl.Utf8))
    return Listing(_("救助统计"), titles, len(cells), iter([frame] if cells else []))


EXPORT = Export("rescue.figures", lambda _who, _asked: "rescue-figures.xlsx", _listing)


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Open a station."""
    request.actor.require(rescue.MANAGE)
    error, region = "", request.POST.get("region", "")
    fault = ""
    if request.method == "POST":
        fault = division_fault(request.actor, rescue.MANAGE, region, prefix=True)
    if request.method == "POST" and not fault:
        try:
            made = rescue.open_station(
                prefix_chosen(region),
                request.POST.get("name", ""),
                address=request.POST.get("address", ""),
                phone=request.POST.get("phone", ""),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict) as refusal:
            error = sentence(refusal, get_language() or "zh-hans")
        else:
            messages.success(request, _("已设立。请排好房间和床位，并给工作人员授权。"))
            return redirect("office:rescue_beds", made.id)
    return render(
        request,
        "office/rescue/station_new.html",
        {
            "typed": request.POST,
            "error": error,
            "fault": fault,
            **area_filter(request.actor, rescue.MANAGE, region),
        },
        status=422 if error or fault else 200,
    )


@require_http_methods(["GET", "POST"])
def beds(request: ActorRequest, station_id: int) -> HttpResponse:
    """Rooms and beds of a station; a POST says how many beds a room has."""
    station = _station(request, station_id)
    error = ""
    if request.method == "POST":
        try:
            ward = next((w for w in Ward if w.value == request.POST.get("ward")), Ward.MEN)
            rescue.add_beds(
                station.id,
                ward,
                request.POST.get("room", ""),
                number_sent(request.POST.get("count", "")) or 0,
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict) as fault:
            error = sentence(fault, get_language() or "zh-hans")
        else:
            messages.success(request, _("已保存。"))
            return redirect("office:rescue_beds", station.id)
    rooms: dict[tuple[str, str], int] = {}
    for bed in rescue.beds(station.id):
        if not bed.closed:
            rooms[bed.ward.value, bed.room] = rooms.get((bed.ward.value, bed.room), 0) + 1
    return render(
        request,
        "office/rescue/beds.html",
        {
            "station": station,
            "rooms": [
                {"ward": ward, "name": label(words.WARDS, ward), "room": room, "n": n}
                for (ward, room), n in rooms.items()
            ],
            "wards": [(w.value, label(words.WARDS, w.value)) for w in Ward],
            "manages": request.actor.may(rescue.MANAGE, region=station.region),
            "error": error,
            "typed": request.POST if error else {},
        },
        status=422 if error else 200,
    )


def _station(request: ActorRequest, station_id: int) -> Station:
    try:
        return rescue.managed_station(station_id, request.actor)
    except NotFound:
        station = rescue.own_station(station_id, request.actor)
        if not rescue.holds_there(request.actor, rescue.LEAD, station.region):
            raise
        return station


@require_POST
def close(request: ActorRequest, station_id: int) -> HttpResponse:
    """Close a station in which nobody is."""
    try:
        rescue.close_station(station_id, actor=request.actor, at=request.at)
    except AnjuError as fault:
        if not isinstance(fault, Conflict):
            raise
        messages.error(request, sentence(fault, get_language() or "zh-hans"))
        return redirect("office:rescue_beds", station_id)
    messages.success(request, _("已关闭。"))
    return redirect("office:rescue_stations")
