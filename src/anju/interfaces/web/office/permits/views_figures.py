"""Figures of permits by region and month: every count opens the list it counts; leaves as Excel and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.lifecycle import MEASURES, Counted, FigureRow, PermitFigures
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.texts import permit_lifecycle as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, names_for, prefix_requested, short
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

MONTHS = (3, 6, 12, 24)


@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """Figures of an area for the last months; ``?print=1`` for paper, ``?format=xlsx`` as a sheet."""
    areas = _areas(request)
    region = prefix_requested(request.GET.get("region", "")) or areas[0]
    months = (
        int(m) if (m := request.GET.get("months", "12")).isdecimal() and int(m) in MONTHS else 12
    )
    since, until = _span(local_date(request.at), months)
    found = lifecycle.permit_figures(
        region, since=since, until=until, actor=request.actor, at=request.at
    )
    if request.GET.get("format") == "xlsx":
        return _sheet(found)
    names = short(r.key.ljust(12, "0") for r in (found.total, *found.regions) if r.key)
    listed = request.actor.may("permit.see", region=region)
    span = {"since": found.since, "until": found.until}
    context = {
        "columns": [label(words.MEASURES, m) for m in MEASURES],
        "found": found,
        "months": months,
        "spans": MONTHS,
        "region": region,
        "areas": [(a, _name(a, short([a.ljust(12, "0")]))) for a in areas],
        **area_filter(
            request.actor, "stats.see" if request.actor.may("stats.see") else "permit.see", region
        ),
        "kept": {"months": months},
        "may_list": request.actor.may("permit.see"),
        "place": _name(region, names),
        "total": _cells(found.total, region, span, listed=listed),
        "regions": [
            {
                "name": _name(r.key, names),
                "url": _deeper(r, found, months),
                "cells": _cells(r, r.key, span, listed=listed),
            }
            for r in found.regions
        ],
        "by_month": [
            {"name": m.key, "cells": _cells(m, region, _month(m.key), listed=listed)}
            for m in found.months
        ],
        "printed_at": request.at,
        "printed_by": request.actor.label,
        "export_url": link("office:permit_figures", region=region, months=months, format="xlsx"),
        "print_url": link("office:permit_figures", region=region, months=months, print="1"),
    }
    page = (
        "office/permits/figures_print.html"
        if request.GET.get("print")
        else "office/permits/figures.html"
    )
    return render(request, page, context)


def _areas(request: ActorRequest) -> tuple[str, ...]:
    found = request.actor.regions("stats.see") or request.actor.regions("permit.see")
    if not found:
        raise NotAllowed("not_allowed", permission="stats.see", region="")
    return found


def _span(today: date, months: int) -> tuple[date, date]:
    """The last so many months with the present one."""
    last = today.year * 12 + today.month
    return date((last - months) // 12, (last - months) % 12 + 1, 1), date(
        last // 12, last % 12 + 1, 1
    )


def _month(key: str) -> dict[str, date]:
    year, month = int(key[:4]), int(key[5:])
    return {"since": date(year, month, 1), "until": date(year + month // 12, month % 12 + 1, 1)}


def _name(region: str, names: dict[str, str]) -> str:
    return names.get(region.ljust(12, "0"), region) if region else _("全国")


def _deeper(row: FigureRow, found: PermitFigures, months: int) -> str:
    return (
        link("office:permit_figures", region=row.key, months=months)
        if len(row.key) < 12 and row.key != found.region
        else ""
    )


def _cells(
    row: FigureRow, region: str, span: dict[str, date], *, listed: bool
) -> list[dict[str, Any]]:
    return [
        {
            "label": label(words.MEASURES, m),
            "count": row.counts[m],
            "url": link("office:permit_counted", region=region, measure=m, **span)
            if listed and row.counts[m]
            else "",
        }
        for m in MEASURES
    ]


def _sheet(found: PermitFigures) -> HttpResponse:
    """Regions, then months, with the totals."""
    names = short(r.key.ljust(12, "0") for r in found.regions if r.key)
    rows = [(_("地区"), _name(r.key, names), r) for r in found.regions] + [
        (_("月份"), m.key, m) for m in found.months
    ]
    rows.append((_("合计"), "", found.total))
    frame = pl.DataFrame(
        {
            "by": [r[0] for r in rows],
            "key": [r[1] for r in rows],
            **{m: [r[2].counts[m] for r in rows] for m in MEASURES},
        }
    )
    return workbook(
        frame,
        _("居住证统计"),
        "permit-figures.xlsx",
        [_("分组"), _("项目"), *(label(words.MEASURES, m) for m in MEASURES)],
    )


@require_safe
def listed(request: ActorRequest) -> HttpResponseBase:
    """The people behind a figure."""
    page = page_of(request)
    asked = {k: request.GET.get(k, "") for k in ("since", "until", "region", "measure")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    about = _narrowed(request, asked)
    found, total = lifecycle.permits_counted(**about, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    region, measure, since, until = (about[k] for k in ("region", "measure", "since", "until"))
    return render(
        request,
        "office/permits/counted.html",
        {
            "lines": _lines(request, found, "office.permits_counted"),
            "total": total,
            "since": since,
            "until": until,
            "title": label(words.MEASURES, measure),
            "place": _name(region, short([region.ljust(12, "0")])),
            "paging": list_parts(request, page, len(found), total),
        },
    )


def _narrowed(asker: Asker, asked: Asked) -> dict[str, Any]:
    """What the query of the list takes."""
    try:
        since, until = date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"])
    except ValueError:
        since, until = _span(local_date(asker.at), 12)
    return {
        "region": asked["region"],
        "measure": asked["measure"],
        "since": since,
        "until": until,
        "actor": asker.actor,
    }


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    found, total = lifecycle.permits_counted(**_narrowed(asker, asked), limit=up_to)
    return Listing(
        label(words.MEASURES, asked["measure"]),
        [_("编号"), _("姓名"), _("社区"), _("日期")],
        total,
        in_blocks(found, partial(_cells_listed, asker)),
    )


EXPORT = Export("office.permits_counted", lambda _who, _asked: "permits.xlsx", _listing)


def _cells_listed(request: Asker, found: Sequence[Counted]) -> pl.DataFrame:
    lines = _lines(request, found, "office.permits_counted_sheet")
    return pl.DataFrame(
        lines,
        schema={
            "what": pl.Utf8,
            "more": pl.Utf8,
            "place": pl.Utf8,
            "day": pl.Date,
            "url": pl.Utf8,
        },
    ).drop("url")


def _lines(request: Asker, found: Sequence[Counted], action: str) -> list[dict[str, Any]]:
    """What the list says of those counted; the reading of their persons is recorded."""
    names = names_for(
        persons=[f.person_id for f in found if f.person_id], codes=[f.region for f in found]
    )
    audit.record_read(
        request.actor,
        person_ids=list(names.people),
        fields=["name", "permit"],
        at=request.at,
        action=action,
    )
    return [
        {
            "what": f.number or _("已转出本辖区"),
            "more": names.people[f.person_id].name if f.person_id in names.people else "—",
            "place": names.place(f.region[:12]),
            "day": f.day,
            "url": link("office:permit", f.permit_id)
            if f.permit_id
            else link("office:permit_application", f.application_id)
            if f.application_id
            else "",
        }
        for f in found
    ]
