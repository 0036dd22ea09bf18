"""What comes of agreements with other places: duties with figures, joint service days, reviews, people to and fro."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import cooperation, links
from anju.domains.exchange.api.cooperation import (
    CooperationView,
    Flow,
    Kept,
    Overview,
    Planned,
    Reviewed,
    ServiceDay,
    Stage,
)
from anju.foundation.clock import local_date
from anju.interfaces.texts import cooperation as stages
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.links import day_of
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

Line = dict[str, Any]


def standing(found: CooperationView, today: date) -> Line:
    """Where an agreement in force stands, as its page draws it; nothing of one that is not."""
    if found.stage is not Stage.IN_FORCE:
        return {}
    seen = cooperation.overview(found, today)
    names = {s["place"]: s["name"] for s in found.terms["sides"]}
    return {
        "standing": {
            "kept": _kept_lines(seen, names),
            "flows": [_flow_line(f, names) for f in seen.figures.flows],
            "planned": [_planned_line(p, names, today) for p in seen.planned],
            "reviews": [_review_line(r, names, today) for r in seen.reviews],
            "through": today - timedelta(days=1),
        }
    }


def flow_table(found: Sequence[CooperationView], today: date) -> Line:
    """People who went between this place and those with an agreement in force: from (rows), to (columns), with sums."""
    flows = cooperation.flows(found, today)
    if not flows:
        return {}
    places, cells, left, came = cooperation.matrix(flows)
    names = {s["place"]: s["name"] for v in found for s in v.terms["sides"]}
    people = {(c.origin, c.destination): c.people for c in cells}
    return {
        "places": [names[p] for p in places],
        "rows": [
            {
                "name": names[origin],
                "cells": [(names[to], people.get((origin, to))) for to in places],
                "sum": left[origin],
            }
            for origin in places
        ],
        "sums": [(names[p], came[p]) for p in places],
        "sum": sum(came.values()),
    }


@require_POST
def service_day(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """Report how a joint service day went."""
    given = request.POST
    served = given.get("served", "").strip()[:7]
    number = int(served) if served.isdecimal() else (-1 if served else None)
    held_on = given.get("held_on", "").strip()
    what = ServiceDay(
        day_of(given.get("day", "")) or date.min,
        (day_of(held_on) or date.max) if held_on else None,  # what is no day is refused
        number,
        given.get("text", "")[:500],
    )
    saved(
        request,
        lambda: cooperation.report_service_day(
            cooperation_id, what, actor=request.actor, at=request.at
        ),
        _("已报告，对方会收到。"),
    )
    return redirect("office:cooperation", cooperation_id)


@require_POST
def review(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """Report a review with its figures."""
    day, through = (day_of(request.POST.get(k, "")) or date.min for k in ("day", "through"))
    text = request.POST.get("text", "")[:500]
    saved(
        request,
        lambda: cooperation.report_review(
            cooperation_id, day, through, text, actor=request.actor, at=request.at
        ),
        _("已报告，对方会收到。"),
    )
    return redirect("office:cooperation", cooperation_id)


@require_safe
def sheet(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """The duties of an agreement with their figures as a spreadsheet."""
    request.actor.require(links.MANAGE)
    found = cooperation.cooperation(cooperation_id)
    lines = standing(found, local_date(request.at)).get("standing", {}).get("kept", [])
    titles = [
        *(_("约定"), _("哪一方"), _("衡量"), _("期限（天）"), _("要求（百分比）")),
        *(_("按期"), _("逾期办结"), _("逾期未办"), _("期限内"), _("结果")),
    ]
    rows = [
        [
            *(line["d"].text, line["by"], line["measure"], line["d"].days, line["d"].percent),
            *(line["k"].in_time, line["k"].late, line["k"].overdue, line["k"].open),
            line["result"],
        ]
        for line in lines
    ]
    schema = {f"c{n}": pl.Int64 if 3 <= n <= 8 else pl.Utf8 for n in range(len(titles))}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("合作协议履行情况"), f"agreement-{cooperation_id}.xlsx", titles)


def _kept_lines(seen: Overview, names: dict[str, str]) -> list[Line]:
    duties = {d.number: d for d in seen.duties}
    return [
        {
            "d": (duty := duties[k.duty]),
            "k": k,
            "by": names[k.by] if duty.by or duty.measure != "service_days_held" else _("双方"),
            "measure": label_in(stages.MEASURES, duty.measure or "", get_language() or "zh-hans"),
            "met": (met := k.met(duty.percent)),
            "result": _result(met),
            "share": _share(k),
        }
        for k in seen.figures.kept
    ]


def _result(met: bool | None) -> str:
    if met is None:
        return _("还没有到期的")
    return _("达到") if met else _("未达到")


def _share(kept: Kept) -> str:
    return f"{kept.in_time * 100 // kept.due}%" if kept.due else "—"


def _flow_line(flow: Flow, names: dict[str, str]) -> Line:
    return {"f": flow, "origin": names[flow.origin], "destination": names[flow.destination]}


def _planned_line(planned: Planned, names: dict[str, str], today: date) -> Line:
    return {
        "p": planned,
        "place": names[planned.place],
        "reports": [(names[r.sender], r) for r in planned.reports],
        "late": planned.day < today and not planned.held,
        "come": planned.day <= today,
    }


def _review_line(reviewed: Reviewed, names: dict[str, str], today: date) -> Line:
    sides = [r for r in (reviewed.ours, reviewed.theirs) if r]
    return {
        "r": reviewed,
        "reports": [(names[r.sender], r) for r in sides],
        "due": reviewed.day <= today and reviewed.ours is None,
    }
