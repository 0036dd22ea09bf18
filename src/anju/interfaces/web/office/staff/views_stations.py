"""Stations and who works there; grids in which nobody works today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.access import api as access
from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import PostKind, StationView
from anju.domains.regions import api as regions
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.texts.staffing import POST_KINDS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import day_of, link
from anju.interfaces.web.office.naming import area_filter, grid_name, prefix_requested, short
from anju.interfaces.web.office.staff.reading import (
    WEEKDAYS,
    day_needed,
    number_needed,
    parts_of,
    station_plan,
)
from anju.interfaces.web.office.tasks.areas import regions_asked
from anju.interfaces.web.session import ActorRequest

DAYS = (
    gettext_lazy("星期一"),
    gettext_lazy("星期二"),
    gettext_lazy("星期三"),
    gettext_lazy("星期四"),
    gettext_lazy("星期五"),
    gettext_lazy("星期六"),
    gettext_lazy("星期日"),
)
MOST_ACCOUNTS = 300
"""Accounts that the form for a posting offers."""
MOST_EMPTY = 60
"""Grids without anybody that the page names."""


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """The stations of an area, and its grids in which nobody works today."""
    asked = request.GET.get("region", "")
    areas = regions_asked(request.actor, staffing.PLAN, asked)
    today = local_date(request.at)
    found = staffing.stations(areas)
    posted = staffing.postings(areas, day=today)
    names = short({s.plan.region.ljust(12, "0") for s in found})
    empty, grids = _empty_grids(areas, request)
    own = {u.user_id for u in posted}
    return render(
        request,
        "office/staff/overview.html",
        {
            "lines": [
                _line(s, names, request, [p for p in posted if p.station_id == s.id]) for s in found
            ],
            "people": len(own),
            "empty": empty[:MOST_EMPTY],
            "more": max(0, len(empty) - MOST_EMPTY),
            "empty_count": len(empty),
            "grids": grids,
            "away": len(staffing.absences(areas, since=today)),
            "new_url": link("office:station_new", region=asked),
            "absences_url": link("office:absences", region=asked),
            "planning_url": link("office:staffing", region=asked),
            "kept": {},
            **area_filter(request.actor, staffing.PLAN, asked),
        },
    )


def _line(
    station: StationView, names: Mapping[str, str], request: ActorRequest, posted: Sequence[Any]
) -> dict[str, Any]:
    here = request.at.astimezone(CHINA)
    return {
        "station": station,
        "plan": station.plan,
        "place": names.get(station.plan.region.ljust(12, "0"), ""),
        "open": staffing.is_open(station.plan, here),
        "today": span_text(staffing.open_span(station.plan, here.date())),
        "people": len(posted),
        "url": link("office:station", station.id),
        "week_url": link("office:staff_week", station.id),
    }


def span_text(span: Any) -> str:  # noqa: ANN401 - from – to, or None
    """From – to."""
    return f"{span[0]:%H:%M}–{span[1]:%H:%M}" if span else _("不开放")


def _empty_grids(areas: Sequence[str], request: ActorRequest) -> tuple[list[dict[str, str]], int]:
    """Grids in which nobody works today, and how many there are in all. Above a county nothing is listed."""
    day, out, count = local_date(request.at), list[dict[str, str]](), 0
    for region in areas:
        if len(region) < 6:
            continue
        held = staffing.holders(region, day)
        found = regions.grids(region)
        count += len(found)
        out += [{"code": g.code, "name": g.name} for g in found if g.code not in held]
    places = short({g["code"][:12] for g in out})
    for one in out:
        one["place"] = places.get(one["code"][:12], "")
    return out, count


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Enter one."""
    request.actor.require(staffing.PLAN)
    if request.method == "GET":
        return _form(request, request.GET)
    try:
        plan = station_plan(request.POST, request.POST.getlist("serves"))
        made = staffing.open_station(plan, actor=request.actor, at=request.at)
    except AnjuError as error:
        return _form(request, request.POST, error=sentence(error, request.LANGUAGE_CODE))
    messages.success(request, _("站点已设立，请安排人员。"))
    return redirect(link("office:station", made.id))


def _form(request: ActorRequest, given: QueryDict, *, error: str = "") -> HttpResponse:
    region = prefix_requested(given.get("region", ""))
    if not region:
        own = request.actor.regions(staffing.PLAN)
        region = own[0] if len(own) == 1 else ""
    if region and not request.actor.may(staffing.PLAN, region=region):
        request.actor.require(staffing.PLAN, region=region)
    parts = parts_of(region)
    return render(
        request,
        "office/staff/new.html",
        {
            "error": error,
            "given": given,
            "prefix": region,
            "parts": _parts(parts, given.getlist("serves") or [p for p, _n in parts[:1]]),
            "hours": _hours(given),
            "kept": {},
            **area_filter(request.actor, staffing.PLAN, region),
        },
        status=422 if error else 200,
    )


def _parts(parts: Sequence[tuple[str, str]], chosen: Sequence[str]) -> list[dict[str, Any]]:
    return [{"code": p, "name": name, "chosen": p in chosen} for p, name in parts]


def _hours(given: Mapping[str, str], station: StationView | None = None) -> list[dict[str, Any]]:
    """The rows of the form: what was sent, else what is on record, else the usual hours of an office."""
    out = []
    for n in WEEKDAYS:
        if f"from-{n}" in given:
            begins, ends = given[f"from-{n}"], given.get(f"to-{n}", "")
        elif station is not None:
            span = station.plan.hours[n]
            begins, ends = (f"{span[0]:%H:%M}", f"{span[1]:%H:%M}") if span else ("", "")
        else:
            begins, ends = ("09:00", "17:30") if n < 5 else ("", "")
        out.append({"number": n, "name": DAYS[n], "from": begins, "to": ends})
    return out


def held(request: ActorRequest, station_id: int) -> StationView:
    """A station in the asker's care; one elsewhere is as absent as one that never was."""
    found = staffing.station(station_id)
    if not request.actor.may(staffing.PLAN, region=found.plan.region):
        raise NotFound("station_unknown")
    return found


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, station_id: int) -> HttpResponse:
    """One station: what it states, which can be changed, and who works there."""
    station = held(request, station_id)
    if request.method == "GET":
        return _page(request, station)
    try:
        plan = station_plan(request.POST, request.POST.getlist("serves"))
        staffing.change_station(station.id, plan, actor=request.actor, at=request.at)
    except AnjuError as error:
        return _page(request, station, error=sentence(error, request.LANGUAGE_CODE))
    messages.success(request, _("已保存。"))
    return redirect(link("office:station", station.id))


def _page(
    request: ActorRequest, station: StationView, *, error: str = "", posting_error: str = ""
) -> HttpResponse:
    given, plan = request.POST, station.plan
    sent = given.getlist("serves") if error else list(plan.serves)
    today = local_date(request.at)
    posted = staffing.postings_at(station.id)
    grids = [g for region in plan.serves for g in regions.grids(region)]
    names = short({g.code[:12] for g in grids})
    shown = {g.code: grid_name(names.get(g.code[:12], ""), g.name) for g in grids}
    return render(
        request,
        "office/staff/station.html",
        {
            "station": station,
            "plan": plan,
            "place": short({plan.region.ljust(12, "0")}).get(plan.region.ljust(12, "0"), ""),
            "given": given
            if error
            else {"name": plan.name, "address": plan.address, "phone": plan.phone},
            "error": error,
            "posting_error": posting_error,
            "parts": _parts(parts_of(plan.region), sent),
            "hours": _hours(given if error else {}, station),
            "posted": [
                _posting(p, shown, today) for p in posted if p.until is None or p.until > today
            ],
            "earlier": [_posting(p, shown, today) for p in posted if p.until and p.until <= today],
            "accounts": _accounts(request),
            "kinds": [(k, label(POST_KINDS, k)) for k in POST_KINDS],
            "grids": [
                {"code": c, "name": n, "chosen": c in given.getlist("grids")}
                for c, n in shown.items()
            ],
            "chosen": given if posting_error else {},
            "today": today,
            "week_url": link("office:staff_week", station.id),
        },
        status=422 if error or posting_error else 200,
    )


def _posting(posting: staffing.PostingView, grids: Mapping[str, str], today: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "posting": posting,
        "kind": label(POST_KINDS, posting.kind),
        "grids": [grids.get(g, g) for g in posting.grids],
        "begun": posting.since <= today,
    }


def _accounts(request: ActorRequest) -> list[tuple[int, str]]:
    """Accounts of staff that may be posted, by name."""
    found = access.users(request.actor, kind="staff", size=MOST_ACCOUNTS, order="name").users
    return [(u.id, f"{u.display_name or u.username}（{u.username}）") for u in found if u.is_active]


@require_POST
def close(request: ActorRequest, station_id: int) -> HttpResponse:
    """A station is no more."""
    station = held(request, station_id)
    try:
        day = day_needed(request.POST.get("day", ""), "posting_dates")
        staffing.close_station(station.id, day=day, actor=request.actor, at=request.at)
    except AnjuError as error:
        messages.error(request, sentence(error, request.LANGUAGE_CODE))
        return redirect(link("office:station", station.id))
    messages.success(request, _("站点已撤销，历史排班保留。"))
    return redirect(link("office:staff"))


@require_POST
def post(request: ActorRequest, station_id: int) -> HttpResponse:
    """Let somebody work there."""
    station, given = held(request, station_id), request.POST
    try:
        kind = given.get("kind", "")
        made = staffing.post(
            user_id=number_needed(given.get("user", ""), "user_unknown"),
            station_id=station.id,
            kind=PostKind.PART if kind == PostKind.PART else PostKind.FULL,
            grids=given.getlist("grids"),
            since=day_needed(given.get("since", ""), "posting_dates"),
            until=day_of(given.get("until", "")),
            actor=request.actor,
            at=request.at,
        )
    except AnjuError as error:
        return _page(request, station, posting_error=sentence(error, request.LANGUAGE_CODE))
    messages.success(request, _("已安排 %(name)s。") % {"name": made.name})
    return redirect(link("office:station", station.id))


@require_POST
def end(request: ActorRequest, posting_id: int) -> HttpResponse:
    """Somebody works there no more."""
    try:
        day = day_needed(request.POST.get("day", ""), "posting_dates")
        ended = staffing.end_posting(posting_id, day=day, actor=request.actor, at=request.at)
    except Refused as refused:
        messages.error(request, sentence(refused, request.LANGUAGE_CODE))
        return redirect(link("office:staff"))
    messages.success(request, _("岗位已结束，之后的班次已取消。"))
    return redirect(link("office:station", ended.station_id))
