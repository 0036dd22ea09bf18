"""The board: faults of an area by rule, source and part, against their terms and over the weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.assessment import api as quality
from anju.domains.assessment.api import QualityRule
from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api.indicators import Figure
from anju.foundation.facts import Span
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.office.figures.period import Period, period_of
from anju.interfaces.web.office.figures.views_one import part_names
from anju.interfaces.web.office.figures.views_table import about
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.quality.lines import source_name
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

WEEKS = 13
WEEK, YEAR = timedelta(days=7), timedelta(days=365)
Values = dict[str, dict[str, int]]


@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """Every count opens the list that it counts; ``?format=xlsx`` as a sheet, ``?print=1`` for paper."""
    period = period_of(request, {"region": request.GET.get("region", "")})
    rows = _rows(request, period)
    if request.GET.get("format") == "xlsx":
        return _sheet(rows)
    works = request.actor.may(quality.QUALITY_WORK, region=period.region)
    weeks, last = _weeks(request, period), quality.last_run()
    context = about(request, period) | {
        "works": works,
        "kinds": _by_kind(rows, period, works=works),
        "open": sum(r["open"] for r in rows),
        "late": sum(r["late"] for r in rows),
        "found": sum(r["found"] for r in rows),
        "mended": sum(r["mended"] for r in rows),
        "weeks": list(reversed(weeks)),
        "trend": [{"label": f"{w['until']:%Y-%m-%d}", "value": w["open"]} for w in weeks],
        "sources": _sources(request, period, works=works),
        "parts": _parts(request, period),
        "last": last,
        "export_url": link("office:quality", region=period.region, format="xlsx"),
        "print_url": link("office:quality", region=period.region, print="1"),
        "decisions_url": link("office:quality_decisions", region=period.region) if works else "",
        "figures_url": link("office:figures", region=period.region),
    }
    page = "print" if request.GET.get("print") else "board"
    return render(request, f"office/quality/{page}.html", context)


def _counted(request: ActorRequest, period: Period, code: str, since: timedelta) -> dict[str, int]:
    """An indicator by rule; of what happens, since so long ago."""
    span = Span(period.today - since + timedelta(days=1), period.today)
    one = statistics.indicators()[code]
    found = statistics.by_values(one, period.region, span, actor=request.actor)
    return found["fault_rule"]


def _rows(request: ActorRequest, period: Period) -> list[dict[str, Any]]:
    """A row a rule in force. Five statements."""
    counts = {
        name: _counted(request, period, code, since)
        for name, code, since in (
            ("open", "faults", WEEK),
            ("late", "faults_late", WEEK),
            ("found", "faults_found", WEEK),
            ("mended", "faults_mended", YEAR),
            ("alarms", "false_alarms", YEAR),
        )
    }
    return [
        _row(rule, {name: found.get(rule.code, 0) for name, found in counts.items()})
        for rule in quality.rules_on(period.today).values()
    ]


def _row(rule: QualityRule, n: dict[str, int]) -> dict[str, Any]:
    closed = n["mended"] + n["alarms"]
    return {
        "rule": rule,
        "name": reader_text(rule.name),
        "level": reader_text(quality.LEVELS[rule.level]),
        "office": reader_text(quality.OFFICES[rule.office]),
        **n,
        "share": round(100 * n["alarms"] / closed, 1) if closed else None,
    }


def _by_kind(rows: list[dict[str, Any]], period: Period, *, works: bool) -> list[dict[str, Any]]:
    for row in rows:
        code = row["rule"].code
        row["url"] = link("office:quality_list", code, region=period.region) if works else ""
        row["late_url"] = (
            link("office:quality_list", code, region=period.region, state="late") if works else ""
        )
    return [
        {"name": reader_text(name), "rows": [r for r in rows if r["rule"].kind == kind]}
        for kind, name in quality.KINDS.items()
    ]


def _weeks(request: ActorRequest, period: Period) -> list[dict[str, Any]]:
    """The last weeks, each ending on today's day of the week. One statement."""
    ends = [period.today - WEEK * back for back in range(WEEKS - 1, -1, -1)]
    spans = [Span(end - WEEK + timedelta(days=1), end) for end in ends]
    codes = ("faults", "faults_found", "faults_mended")
    wanted = [statistics.indicators()[code] for code in codes]
    found = statistics.figures(wanted, period.region, spans, actor=request.actor)
    return [
        {"until": end, **dict(zip(("open", "found", "mended"), its, strict=True))}
        for end, *its in zip(ends, *([f.value for f in found[c]] for c in codes), strict=True)
    ]


def _sources(request: ActorRequest, period: Period, *, works: bool) -> list[dict[str, Any]]:
    """Open faults by the channel that the record came by. One statement."""
    one = statistics.indicators()["faults"]
    found = statistics.by_values(one, period.region, period.span(), actor=request.actor)
    return [
        {
            "label": source_name(source),
            "count": n,
            "url": link(
                "office:figure_list", "faults", region=period.region, fault_source=source or "-"
            )
            if works
            else "",
        }
        for source, n in found["fault_source"].items()
    ]


def _parts(request: ActorRequest, period: Period) -> list[dict[str, Any]]:
    """Open and late faults of the parts of the area. Four statements."""
    if len(period.region) >= 12:
        return []
    found: dict[str, dict[str, Figure]] = {
        code: statistics.by_part(
            statistics.indicators()[code], period.region, period.span(), actor=request.actor
        )
        for code in ("faults", "faults_late")
    }
    names = part_names(found["faults"])
    return [
        {
            "name": names[part],
            "open": figure.numerator,
            "late": found["faults_late"][part].numerator if part in found["faults_late"] else 0,
            "url": link("office:quality", region=part) if len(part) > len(period.region) else "",
        }
        for part, figure in found["faults"].items()
    ]


def _sheet(rows: list[dict[str, Any]]) -> HttpResponse:
    frame = pl.DataFrame(
        [
            (
                reader_text(quality.KINDS[r["rule"].kind]), r["name"], r["level"], r["office"], r["rule"].term,
                r["open"], r["late"], r["found"], r["mended"], r["alarms"], r["share"],
                reader_text(r["rule"].definition), reader_text(r["rule"].basis),
            )
            for r in rows
        ],
        schema=["kind", "name", "level", "office", "term", "open", "late", "found", "mended", "alarms", "share",
                "definition", "basis"],
        schema_overrides={"share": pl.Float64},
        orient="row",
    )  # fmt: skip
    titles = [
        _("类型"), _("规则"), _("程度"), _("负责单位"), _("期限（天）"), _("待消除"), _("已超期"), _("本周新增"),
        _("一年内消除"), _("一年内误报"), _("误报率（%）"), _("口径"), _("依据"),
    ]  # fmt: skip
    return workbook(frame, _("数据质量"), "data-quality.xlsx", titles)
