"""How many workers an area needs under a ratio, and how its grids would be cut: on the page, on paper, as Excel."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import Need, Plan, Ratio
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import area_filter, grid_name, short
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.office.tasks.areas import regions_asked
from anju.interfaces.web.session import ActorRequest

LEVELS = {6: 9, 9: 12, 12: 15, 15: 15}
"""Digits of an area → digits of the parts it is shown in, where no others are asked for."""
USUAL_CUT = 300
"""Let homes a grid, where no other number is asked for."""
ASKED = ("residents", "homes", "part")


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """The plan, under the ratio that is laid down or the one asked for."""
    context = _planned(request)
    query = {k: v for k, v in request.GET.items() if k not in ("page",)}
    context |= {
        "print_url": link("office:staffing_print", **query),
        "file_url": link("office:staffing_file", **query),
        "staff_url": link("office:staff", region=context["region"]),
        "kept": {},
        **area_filter(request.actor, staffing.PLAN, context["region"]),
    }
    return render(
        request, "office/staff/planning.html", context, status=422 if context["error"] else 200
    )


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The same for paper."""
    context = _planned(request)
    context |= {"printed_at": request.at, "printed_by": request.actor.label}
    return render(request, "office/staff/planning_print.html", context)


@require_safe
def workbook_file(request: ActorRequest) -> HttpResponse:
    """The same as Excel, with a line for the workers without grids and one for all."""
    context = _planned(request)
    plan: Plan = context["plan"]
    lines = [(r["name"], *_cells(r["need"])) for r in context["rows"]]
    lines.append(
        (_("不分网格的人员"), None, None, None, None, None, _number(plan.without_grids), None)
    )
    lines.append(
        (
            _("合计"),
            plan.load.residents,
            plan.load.homes,
            plan.needed,
            None,
            None,
            _number(plan.present),
            _number(plan.lacking),
        )
    )
    schema: dict[str, Any] = {"place": pl.Utf8} | {f"n{i}": pl.Float64 for i in range(7)}
    frame = pl.DataFrame(lines, orient="row", schema=schema)
    titles = [
        _("区划"),
        _("登记居民"),
        _("在住的出租房屋"),
        _("应配"),
        _("专职"),
        _("兼职"),
        _("现有（折算）"),
        _("缺员"),
    ]
    return workbook(frame, _("人员配备"), "staffing.xlsx", titles)


def _cells(need: Need) -> tuple[float, ...]:
    return (
        need.load.residents,
        need.load.homes,
        need.needed,
        need.full,
        need.part,
        _number(need.present),
        _number(need.lacking),
    )


def _number(value: Fraction) -> float:
    return round(float(value), 2)


def _planned(request: ActorRequest) -> dict[str, Any]:
    asked = request.GET.get("region", "")
    region = regions_asked(request.actor, staffing.PLAN, asked)[0]
    day, error = local_date(request.at), ""
    laid_down = staffing.ratio_of(region, day, at=request.at)
    try:
        ratio, most = _ratio(request, laid_down), _whole(request, "cut", USUAL_CUT) or USUAL_CUT
    except Refused as refused:
        ratio, most, error = laid_down, USUAL_CUT, sentence(refused, request.LANGUAGE_CODE)
    usual = LEVELS.get(len(region), 6 if len(region) < 6 else staffing.COMMUNITY)
    wanted = request.GET.get("parts", "")
    digits = int(wanted) if wanted in _choices(region) else usual
    plan = staffing.staffing_plan(
        request.actor, region=region, digits=digits, ratio=ratio, at=request.at
    )
    names = _names(plan, region)
    return {
        "region": region,
        "place": _place(region),
        "plan": plan,
        "ratio": ratio,
        "laid_down": laid_down,
        "own": ratio != laid_down,
        "error": error,
        "rows": [_row(n, names) for n in plan.needs],
        "present": _number(plan.present),
        "without_grids": _number(plan.without_grids),
        "lacking": _number(plan.lacking),
        "digits": digits,
        "choices": [(str(d), n, d == digits) for d, n in _choices(region, names=True)],
        "most": most,
        "cuts": _cuts(request, region, most) if 6 <= len(region) < staffing.GRID else [],
    }


def _choices(region: str, *, names: bool = False) -> Any:  # noqa: ANN401 - digits, with names where wanted
    found = [
        (9, _("街道、乡镇")),
        (12, _("社区、村")),
        (15, _("网格")),
    ]
    fit = [(d, n) for d, n in found if d > len(region) and d - len(region) <= 6] or [
        (15, _("网格"))
    ]
    return fit if names else [str(d) for d, _n in fit]


def _ratio(request: ActorRequest, laid_down: Ratio) -> Ratio:
    """The ratio that the address asks for; what it leaves out is as laid down. `Refused` ``staffing_number``."""
    values = {k: _whole(request, k, getattr(laid_down, k)) for k in ASKED}
    if values["part"] > 100:
        raise Refused("staffing_number")
    same = all(values[k] == getattr(laid_down, k) for k in ASKED)
    return laid_down if same else Ratio(values["residents"], values["homes"], values["part"])


def _whole(request: ActorRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "").strip()
    if not text:
        return usual
    if not text.isdecimal() or len(text) > 6 or int(text) > staffing.HIGHEST:
        raise Refused("staffing_number")
    return int(text)


def _names(plan: Plan, region: str) -> dict[str, str]:
    codes = {
        n.area: n.area if len(n.area) == staffing.GRID else n.area.ljust(12, "0")
        for n in plan.needs
    }
    places = short({c for c in codes.values() if len(c) == 12})
    grids = (
        {g.code: g.name for g in regions.grids(region)} if any(len(a) == 15 for a in codes) else {}
    )
    communities = short({a[:12] for a in grids})
    return {
        a: grid_name(communities.get(a[:12], ""), grids[a]) if a in grids else places.get(c, a)
        for a, c in codes.items()
    }


def _place(region: str) -> str:
    code = region if len(region) == staffing.GRID else region.ljust(12, "0")
    return regions.names([code]).get(code, "")


def _row(need: Need, names: dict[str, str]) -> dict[str, Any]:
    return {
        "need": need,
        "name": names.get(need.area, need.area),
        "present": _number(need.present),
        "lacking": _number(need.lacking),
        "url": link("office:staffing", region=need.area) if len(need.area) < staffing.GRID else "",
    }


def _cuts(request: ActorRequest, region: str, most: int) -> list[dict[str, Any]]:
    found = staffing.grid_cuts(request.actor, region=region, most=most, at=request.at)
    names = short({c.area for c in found})
    return [{"cut": c, "name": names.get(c.area, c.area)} for c in found]
