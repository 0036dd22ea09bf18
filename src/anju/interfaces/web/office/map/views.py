"""The map of an area: parts coloured by one count, with the same figures as a table, and buildings as points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.fieldwork.api import tasks
from anju.domains.housing.api import listings
from anju.domains.places import api as places
from anju.domains.places.api import Box, BuildingView, Position
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed
from anju.interfaces.texts.labels import BUILDINGS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.map.figures import (
    LAYERS,
    LEVELS,
    Part,
    band_of,
    bands,
    digits_of_parts,
    legend,
    parts_of,
    shapes_of,
    totals,
)
from anju.interfaces.web.office.naming import prefix_requested
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

MOST_POINTS = 1_500
"""Buildings that one view of the map shows."""
LOOKED_THROUGH = 20_000
"""Buildings in sight among which those to be shown are looked for."""
SHOWN = ("all", "tasks", "late", "free", "listings")
"""Which buildings are shown."""


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """The map with its table."""
    region, layer = _region(request), _layer(request)
    digits = digits_of_parts(region, request.GET.get("parts", ""))
    parts = parts_of(request, region, digits)
    ends, most = bands([p.counts[layer] for p in parts]), totals(parts)
    listed = request.actor.may("home.see", region=region)
    shown = s if (s := request.GET.get("show", "")) in SHOWN else ""
    about = {"region": region, "layer": layer, "parts": request.GET.get("parts", ""), "show": shown}
    drawn, many = shapes_of(region, digits)
    missing = places.unplaced((region,), limit=0)[1] if listed and len(region) >= LEVELS[1] else 0
    return render(
        request,
        "office/map/map.html",
        {
            "place": _place(region),
            "region": region,
            "layers": [
                {
                    "code": c,
                    "name": n,
                    "url": link("office:map", **about | {"layer": c}),
                    "here": c == layer,
                }
                for c, n in LAYERS.items()
            ],
            "layer_name": LAYERS[layer],
            "names": LAYERS,
            "legend": legend(ends),
            "rows": [_row(p, layer, ends, listed) for p in parts],
            "totals": [(LAYERS[c], most[c]) for c in LAYERS],
            "levels": _levels(region, digits, about),
            "drawn": bool(drawn),
            "many": many,
            "data_url": link("office:map_areas", **about),
            "points_url": link("office:map_buildings", region=region, show=shown) if listed else "",
            "shows": _shows(about, shown) if listed else [],
            "file_url": link("office:map_file", **about),
            "missing": missing,
            "unplaced_url": link("office:unplaced", region=region)
            if request.actor.may("home.edit")
            else "",
            "up_url": _up(request, region, about),
            "kept": {"layer": layer},
            "area": region.ljust(12, "0") if region else "",
            "area_text": _place(region),
            "roots": ",".join(r.ljust(12, "0") for r in register.area_of(request.actor) if r),
        },
    )


def _region(request: ActorRequest) -> str:
    """The area asked for, or the first of the actor's own. `NotAllowed` outside of it."""
    own = register.area_of(request.actor)
    if not own:
        raise NotAllowed("not_allowed", permission="stats.see", region="", party="")
    asked = prefix_requested(request.GET.get("region", ""))
    region = asked if asked.isdecimal() else own[0]
    register.by_area.require_figures(request.actor, (region,))
    return region


def _layer(request: ActorRequest) -> str:
    return c if (c := request.GET.get("layer", "")) in LAYERS else "residents"


def _place(region: str) -> str:
    code = region if len(region) > 12 else region.ljust(12, "0")
    return regions.names([code]).get(code, "") if region else _("全国")


def _levels(region: str, digits: int, about: dict[str, str]) -> list[dict[str, Any]]:
    names = {
        2: _("按省"),
        4: _("按市州"),
        6: _("按区县"),
        9: _("按街道、乡镇"),
        12: _("按社区、村"),
        15: _("按网格"),
    }
    below = [d for d in LEVELS if d > len(region)][:2]
    return [
        {
            "name": names[d],
            "here": d == digits,
            "url": link("office:map", **about | {"parts": str(d)}),
        }
        for d in below
    ]


def _shows(about: dict[str, str], shown: str) -> list[dict[str, Any]]:
    names = {
        "": _("不显示楼栋"),
        "all": _("全部楼栋"),
        "tasks": _("有上门任务"),
        "late": _("有逾期任务"),
        "free": _("有空置房屋"),
        "listings": _("有在租房源"),
    }
    return [
        {"name": n, "here": c == shown, "url": link("office:map", **about | {"show": c})}
        for c, n in names.items()
    ]


def _up(request: ActorRequest, region: str, about: dict[str, str]) -> str:
    """The map of what this area lies in, where the reader may see that."""
    wider = max((d for d in LEVELS if d < len(region)), default=0)
    if not wider or not region[:wider].startswith(register.area_of(request.actor)):
        return ""
    return link("office:map", **about | {"region": region[:wider], "parts": ""})


def _row(part: Part, layer: str, ends: Sequence[int], listed: bool) -> dict[str, Any]:
    links = {
        "let": link("office:homes", region=part.code, state="let"),
        "free": link("office:homes", region=part.code, state="free"),
        "listings": link("vacancies:search", region=part.code.ljust(12, "0")),
        "tasks": link("office:tasks", region=part.code),
        "late": link("office:tasks", region=part.code, when=tasks.LATE),
    }
    return {
        "part": part,
        "band": band_of(part.counts[layer], ends),
        "url": link("office:map", region=part.code, layer=layer) if len(part.code) < 15 else "",
        "cells": [
            {
                "code": c,
                "name": n,
                "count": part.counts[c],
                "here": c == layer,
                "url": links.get(c, "") if listed and part.counts[c] else "",
            }
            for c, n in LAYERS.items()
        ],
    }


@require_safe
def areas(request: ActorRequest) -> JsonResponse:
    """What the map draws: each part with its shape, its count and its band."""
    region, layer = _region(request), _layer(request)
    digits = digits_of_parts(region, request.GET.get("parts", ""))
    found, shapes = (
        {p.code: p for p in parts_of(request, region, digits)},
        shapes_of(region, digits)[0],
    )
    ends = bands([p.counts[layer] for p in found.values()])
    return JsonResponse(
        {
            "areas": [
                {
                    "code": code,
                    "name": found[code].name if code in found else code,
                    "count": found[code].counts[layer] if code in found else 0,
                    "band": band_of(found[code].counts[layer], ends) if code in found else 0,
                    "url": link(
                        "office:map", region=code, layer=layer, show=request.GET.get("show", "")
                    )
                    if len(code) < 15
                    else "",
                    "shape": shape,
                }
                for code, shape in shapes.items()
            ]
        }
    )


@require_safe
def buildings(request: ActorRequest) -> JsonResponse:
    """The buildings inside the part of the map that is in sight (`box`: west, south, east, north in units of 1e-7
    degree), at most `MOST_POINTS`; `more` when there are others. Eight queries at most."""
    region = _region(request)
    request.actor.require("home.see", region=region)
    box = _box(request.GET.get("box", ""))
    found, more = _to_show(request, region, box) if box else ([], False)
    lying = {b.id: b.region for b, _at in found}
    today = local_date(request.at)
    loads = register.building_loads(lying, actor=request.actor, today=today)
    waiting = tasks.tasks_at_buildings(list(lying), today=today)
    offered = _offered(list(lying))
    points = [
        {
            "title": b.title,
            "kind": label(BUILDINGS, b.kind),
            "at": [at.longitude, at.latitude],
            "homes": loads[b.id].homes,
            "free": loads[b.id].free,
            "listings": offered.get(b.id, 0),
            "tasks": waiting[b.id].tasks if b.id in waiting else 0,
            "late": waiting[b.id].late if b.id in waiting else 0,
            "url": link("office:building", b.id),
            "place_url": link("office:place_building", b.id),
        }
        for b, at in found
    ]
    return JsonResponse({"buildings": points, "more": more, "most": MOST_POINTS})


def _to_show(
    request: ActorRequest, region: str, box: Box
) -> tuple[list[tuple[BuildingView, Position]], bool]:
    """The buildings in sight that the chosen filter shows, at most `MOST_POINTS`, and whether there are others."""
    show = request.GET.get("show", "all")
    most = LOOKED_THROUGH if show in SHOWN[1:] else MOST_POINTS
    found = places.buildings_on_map((region,), box, limit=most + 1)
    beyond, found = len(found) > most, found[:most]
    if show in SHOWN[1:]:
        lying = {b.id: b.region for b, _at in found}
        kept = _with(request, show, lying)
        found = [x for x in found if x[0].id in kept]
    return found[:MOST_POINTS], beyond or len(found) > MOST_POINTS


def _with(request: ActorRequest, show: str, lying: Mapping[int, str]) -> set[int]:
    """Those of these buildings (id → region) that have what is asked for."""
    today = local_date(request.at)
    if show == "free":
        loads = register.building_loads(lying, actor=request.actor, today=today)
        return {b for b, load in loads.items() if load.free}
    if show == "listings":
        return set(_offered(list(lying)))
    waiting = tasks.tasks_at_buildings(list(lying), today=today)
    return {b for b, count in waiting.items() if show == "tasks" or count.late}


def _box(text: str) -> Box | None:
    parts = text.split(",")
    if len(parts) != 4 or not all(p.lstrip("-").isdecimal() and len(p) < 12 for p in parts):
        return None
    west, south, east, north = map(int, parts)
    least, largest = -(2**31), 2**31 - 1
    if not all(least <= v <= largest for v in (west, south, east, north)):
        return None
    return Box(west, south, east, north)


def _offered(building_ids: Sequence[int]) -> dict[int, int]:
    """Open listings of the homes of each building."""
    homes = {home: building for home, building, _capacity in places.homes_in(building_ids)}
    out: dict[int, int] = {}
    for home, count in listings.open_at_homes(list(homes)).items():
        out[homes[home]] = out.get(homes[home], 0) + count
    return out


@require_safe
def workbook_file(request: ActorRequest) -> HttpResponse:
    """The table as Excel."""
    region = _region(request)
    parts = parts_of(request, region, digits_of_parts(region, request.GET.get("parts", "")))
    lines = [(p.name, p.code, *(p.counts[c] for c in LAYERS)) for p in parts]
    lines.append((_("合计"), "", *totals(parts).values()))
    schema: dict[str, Any] = {"place": pl.Utf8, "code": pl.Utf8} | dict.fromkeys(LAYERS, pl.Int64)
    frame = pl.DataFrame(lines, orient="row", schema=schema)
    titles = [_("区划"), _("区划代码"), *map(str, LAYERS.values())]
    return workbook(frame, _("地图"), "map.xlsx", titles)
