"""Homes and buildings: where, how many live there and who, the room grid, lists by use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.housing.api import standards
from anju.domains.places import api as places
from anju.domains.places.api import BuildingView, HomeView
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.texts.labels import BUILDINGS, DWELLINGS, MOVE_REASONS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.housing import findings
from anju.interfaces.web.office.home.plates import drawing
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, area_filter, names_for, prefix_requested
from anju.interfaces.web.office.ordering import known_order, list_parts, order_of
from anju.interfaces.web.session import ActorRequest

SOON = 7
"""A room whose lease ends within so many days is drawn as due."""


@require_safe
def home(request: ActorRequest, code: str) -> HttpResponse:
    """One home: where it is, who lives there, who did, its plate."""
    view = visible_home(request.actor, code)
    today, history = local_date(request.at), register.history_of_home(view.id, limit=100)
    now = [s for s in history if s.holds_on(today)]
    past, coming = [s for s in history if s.over_on(today)], [s for s in history if s.since > today]
    names = names_for(persons=[s.person_id for s in history], codes=[view.region])
    audit.record_read(
        request.actor,
        person_ids=list(names.people),
        fields=["name", "stays"],
        action="office.home",
        at=request.at,
    )
    building = places.building(view.building_id)
    return render(
        request,
        "office/home/home.html",
        {
            "home": view,
            "place": names.place(view.region[:12]),
            "state": room_state(view, now, today),
            "dwelling": label(DWELLINGS, view.dwelling),
            "here": _people(now, names),
            "past": _people(past, names),
            "coming": _people(coming[::-1], names),
            "holder": holder_name(view.party),
            "building_url": link("office:building", view.building_id),
            "house": building,
            "plate": drawing(view.code, 4),
            "counter_url": link("office:counter", home=view.code)
            if request.actor.may("declare", region=view.region)
            else "",
            "plates_url": f"{link('office:plates', view.building_id)}?home={view.code}",
            "standards": findings.shown(standards.assess(view, at=request.at)),
            "rental_url": link("office:rental_new", view.code)
            if request.actor.may("home.edit", region=view.region)
            else "",
            "inspect_url": link("office:inspection_new", home=view.code)
            if request.actor.may("home.edit", region=view.region)
            else "",
            "state_url": link("office:dwelling", view.code)
            if request.actor.may("home.edit", region=view.region)
            else "",
        },
    )


def visible_home(actor: Actor, code: str) -> HomeView:
    """The home of a plate in the actor's regions; one elsewhere is as absent as one that never was."""
    view = places.home_by_code(code)
    if view is None or not actor.may("home.see", region=view.region):
        raise NotFound("home_unknown")
    return view


def visible_building(actor: Actor, building_id: int) -> BuildingView:
    """The same for a building."""
    view = places.building(building_id)
    if view is None or not actor.may("home.see", region=view.region):
        raise NotFound("building_unknown")
    return view


def holder_name(party: str) -> str:
    """Who answers for a home: a landlord's or an employer's name."""
    kind, _colon, number = party.partition(":")
    if kind == "holder" and (found := places.holder(int(number))):
        return found.name
    employer = (
        names_for(employer_ids=[int(number)]).employers.get(int(number))
        if kind == "employer"
        else None
    )
    return employer.name if employer else ""


def room_state(view: HomeView, now: list[StayView], today: date) -> str:
    """free, let, over or due: over capacity weighs most, then a move-out that is due."""
    if not now:
        return "free"
    if len(now) > view.capacity:
        return "over"
    return "due" if _due(now, today) else "let"


def _due(now: list[StayView], today: date) -> date | None:
    days = [d for s in now if (d := s.leave_due or s.until) and (d - today).days <= SOON]
    return min(days, default=None)


def _people(stays: list[StayView], names: Names) -> list[dict[str, Any]]:
    return [
        {
            "name": names.people[s.person_id].name
            if s.person_id in names.people
            else _("不在您的辖区"),
            "url": link("office:person", s.person_id) if s.person_id in names.people else "",
            "since": s.since,
            "until": s.until,
            "reason": label(MOVE_REASONS, s.reason),
            "channel": s.channel,
            "said_by": s.declared_by,
            "said": s.recorded_at,
        }
        for s in stays
    ]


@require_safe
def building(request: ActorRequest, building_id: int) -> HttpResponse:
    """The room grid of a building. No person is named on it."""
    view, today = visible_building(request.actor, building_id), local_date(request.at)
    rooms = places.homes_of_building(building_id)
    living: dict[int, list[StayView]] = {}
    for stay in register.occupants([h.id for h in rooms], as_of=today):
        living.setdefault(stay.home_id or 0, []).append(stay)
    units = sorted({h.unit for h in rooms}, key=lambda u: (len(u), u))
    unit = request.GET.get("unit", units[0] if units else "")
    shown = [h for h in rooms if h.unit == unit or len(units) < 2]
    drawn = [
        {
            "floor": h.floor,
            "number": h.room or h.text,
            "state": room_state(h, living.get(h.id, []), today),
            "people": len(living.get(h.id, [])),
            "capacity": h.capacity,
            "due": _due(living.get(h.id, []), today),
            "url": link("office:home", h.code),
        }
        for h in shown
    ]
    floors = [
        {"label": _("%(n)s 层") % {"n": f}, "rooms": list(group)}
        for f, group in groupby(drawn, key=lambda r: r["floor"])
    ]
    names = names_for(codes=[view.region])
    people = sum(len(s) for s in living.values())
    return render(
        request,
        "office/home/building.html",
        {
            "building": view,
            "place": names.place(view.region[:12]),
            "kind": label(BUILDINGS, view.kind),
            "holder": holder_name(view.party),
            "floors": floors,
            "people": people,
            "rooms": len(rooms),
            "capacity": sum(h.capacity for h in rooms),
            "plates_url": link("office:plates", building_id),
            "inspections_url": link("office:inspections", building=building_id, show="all"),
            "inspect_url": link("office:inspection_new", building=building_id)
            if request.actor.may("home.edit", region=view.region)
            else "",
            "position_url": link("office:place_building", building_id)
            if request.actor.may("home.edit", region=view.region)
            else "",
            "units": [
                {"label": _("%(u)s 单元") % {"u": u}, "url": f"?unit={u}", "here": u == unit}
                for u in units
            ]
            if len(units) > 1
            else [],
        },
    )


BUILDING_ORDERS = {
    "address": gettext_lazy("地址"),
    "place": gettext_lazy("社区"),
    "kind": gettext_lazy("类型"),
    "homes": gettext_lazy("房间"),
    "let": gettext_lazy("在住"),
    "free": gettext_lazy("空置"),
    "over": gettext_lazy("超员"),
}


@require_safe
def buildings(request: ActorRequest) -> HttpResponse:
    """Buildings of the actor's regions, by community or in the order asked for, with how their rooms are used."""
    request.actor.require("home.see")
    regions = wanted_regions(request.actor, request.GET.get("region", ""))
    page = page_of(request)
    order = order_of(request, BUILDING_ORDERS)
    found, total = register.buildings_list(
        regions,
        actor=request.actor,
        today=local_date(request.at),
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
        order=order,
    )
    names = names_for(codes=[b.region for b, _c in found])
    groups = [
        {
            "place": names.place(code) if code else "",
            "buildings": [
                {
                    "view": b,
                    "counts": c,
                    "kind": label(BUILDINGS, b.kind),
                    "url": link("office:building", b.id),
                    "place": names.place(b.region[:12]),
                }
                for b, c in members
            ],
        }
        for code, members in groupby(found, key=lambda f: "" if order else f[0].region[:12])
    ]
    return render(
        request,
        "office/home/buildings.html",
        {
            "groups": groups,
            "total": total,
            "kept": {"order": order} if order else {},
            **area_filter(request.actor, "home.see", request.GET.get("region", "")),
            "paging": {
                **list_parts(request, page, len(found), total, BUILDING_ORDERS),
                "export_url": "",
            },
        },
    )


def wanted_regions(actor: Actor, region: str) -> list[str]:
    """The actor's regions, narrowed to the one asked for."""
    mine, asked = actor.regions("home.see"), prefix_requested(region)
    if not asked.isdecimal():
        return list(mine)
    return [
        asked if asked.startswith(r) else r
        for r in mine
        if asked.startswith(r) or r.startswith(asked)
    ]


ORDERS = {
    "address": gettext_lazy("地址"),
    "place": gettext_lazy("社区"),
    "people": gettext_lazy("居住人数"),
    "capacity": gettext_lazy("可住人数"),
}


@require_safe
def homes(request: ActorRequest) -> HttpResponseBase:
    """Homes by use: all, free, let, over capacity. Leaves as Excel."""
    request.actor.require("home.see")
    page, asked = page_of(request), {k: request.GET.get(k, "") for k in FILTERS}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    regions, about = _narrowed(request, asked)
    state = about["state"]
    found, counts = register.homes_list(
        regions, **about, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    names = names_for(codes=[h.region for h, _n in found])
    totals = {"": counts.homes, "free": counts.free, "let": counts.let, "over": counts.over}
    words = {"": _("全部"), "let": _("在住"), "free": _("空置"), "over": _("超员")}
    return render(
        request,
        "office/home/homes.html",
        {
            "lines": [
                {
                    "home": h,
                    "people": n,
                    "place": names.place(h.region[:12]),
                    "url": link("office:home", h.code),
                    "over": n > h.capacity,
                }
                for h, n in found
            ],
            "tabs": [
                {
                    "label": words[s],
                    "count": totals[s],
                    "here": s == state,
                    "url": link(
                        "office:homes",
                        state=s,
                        region=request.GET.get("region", ""),
                        order=about["order"],
                    ),
                }
                for s in words
            ],
            **area_filter(request.actor, "home.see", request.GET.get("region", "")),
            "kept": {k: v for k, v in (("state", state), ("order", about["order"])) if v},
            "total": totals[state],
            "paging": list_parts(request, page, len(found), totals[state], ORDERS),
        },
    )


FILTERS = ("region", "state", "order")
"""What the address of the list may hold."""


def _narrowed(asker: Asker, asked: Asked) -> tuple[list[str], dict[str, Any]]:
    """Where the homes lie, and what else the queries of the list take."""
    state = asked.get("state", "")
    return wanted_regions(asker.actor, asked.get("region", "")), {
        "actor": asker.actor,
        "today": local_date(asker.at),
        "state": state if state in ("free", "let", "over") else "",
        "order": known_order(asked.get("order", ""), ORDERS),
    }


def _listing(asker: Asker, asked: Asked, _up_to: int | None) -> Listing:
    asker.actor.require("home.see")
    regions, about = _narrowed(asker, asked)
    ids, loads = register.home_ids(regions, **about)
    titles = [_("房屋码"), _("地址"), _("社区"), _("居住人数"), _("可住人数")]
    return Listing(_("房屋"), titles, len(ids), in_blocks(ids, partial(_cells, loads)))


EXPORT = Export("office.homes", lambda _who, _asked: "homes.xlsx", _listing)


def _cells(loads: Mapping[int, int], ids: Sequence[int]) -> pl.DataFrame:
    """The lines of these homes, in this order, for a spreadsheet."""
    seen = places.homes(ids)
    names = names_for(codes=[h.region for h in seen.values()])
    return pl.DataFrame(
        [
            (h.code, h.text, names.place(h.region[:12]), loads.get(i, 0), h.capacity)
            for i in ids
            if (h := seen.get(i))
        ],
        orient="row",
        schema={"c": pl.Utf8, "t": pl.Utf8, "p": pl.Utf8, "n": pl.Int64, "k": pl.Int64},
    )
