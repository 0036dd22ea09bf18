"""The reports: which there are, and one of them on the page, on paper, as Excel and as PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api import reports
from anju.domains.statistics.api.reports import Cell, Report, Table
from anju.foundation.clock import CHINA
from anju.foundation.sheets.forms import write_forms
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.files import PDF, as_file
from anju.interfaces.web.office.figures.reports.asking import (
    AskedReport,
    asked_report,
    offered_periods,
)
from anju.interfaces.web.office.figures.reports.paper import report_pdf
from anju.interfaces.web.office.figures.reports.words import (
    ReportNames,
    cell_text,
    forms_of,
    names_of,
    period_name,
)
from anju.interfaces.web.office.figures.views_table import place_name
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import area_filter, roots
from anju.interfaces.web.session import ActorRequest

KINDS = {
    "month": gettext_lazy("月"),
    "quarter": gettext_lazy("季度"),
    "half": gettext_lazy("半年"),
    "year": gettext_lazy("年"),
}


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Every report with what is in it."""
    areas = statistics.figures_area(request.actor)
    if not areas:
        statistics.require_figures(request.actor, "")
    return render(
        request,
        "office/figures/reports/index.html",
        {
            "may_publish": bool(request.actor.regions("stats.publish")),
            "reports": [
                {
                    "name": reader_text(one.name),
                    "number": one.number,
                    "source": reader_text(one.source),
                    "tables": [reader_text(t.title) for t in one.tables],
                    "url": link("office:report", code),
                }
                for code, one in reports.reports().items()
            ],
        },
    )


@require_safe
def one(request: ActorRequest, code: str) -> HttpResponse:
    """A report; ``?format=xlsx``, ``?format=pdf``, ``?print=1``."""
    asked = asked_report(request, code, request.GET.dict())
    report = reports.make_report(asked.wanted, actor=request.actor)
    names, title = names_of(report), reader_text(report.definition.name)
    about = about_lines(asked, report)
    name = f"{code}-{asked.wanted.place or 'all'}-{report.period}"
    if request.GET.get("format") == "xlsx":
        return as_file(write_forms(forms_of(report, title, about, names)), f"{name}.xlsx")
    if request.GET.get("format") == "pdf":
        foot = _("%(by)s 打印于 %(at)s") % {
            "by": request.actor.label,
            "at": f"{request.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        }
        data = report_pdf(report, title, about, names, foot)
        return as_file(data, f"{name}.pdf", PDF, shown=True)
    page = "print" if request.GET.get("print") else "one"
    return render(
        request,
        f"office/figures/reports/{page}.html",
        _context(request, asked, report, names) | {"title": title, "about": about},
    )


def about_lines(asked: AskedReport, report: Report) -> list[str]:
    """Area, days, as known when, in which divisions, and where the definition comes from."""
    wanted = asked.wanted
    lines = [
        _("地区：%(place)s") % {"place": place_name(report.place)},
        _("时期：%(period)s（%(a)s 至 %(b)s）")
        % {"period": period_name(wanted.period), "a": report.first, "b": report.last},
        _("按当时记录") if report.known_then else _("按现在记录"),
        _("按现在区划") if report.as_now else _("按当时区划"),
    ]
    if report.one_time:
        found = [reader_text(statistics.indicators()[c].name) for c in report.one_time]
        lines.append(_("%(names)s 只有现在的记录") % {"names": "、".join(found)})
    return [*lines, _("依据：%(source)s") % {"source": reader_text(report.definition.source)}]


def _context(
    request: ActorRequest, asked: AskedReport, report: Report, names: ReportNames
) -> dict[str, Any]:
    wanted, query = asked.wanted, asked.query
    other = area_filter(request.actor, "stats.see", wanted.against)
    return {
        "report": report,
        "tables": [_table(request, asked, table, names) for table in report.tables],
        "periods": [
            (KINDS[kind], [(p.code, period_name(p)) for p in several])
            for kind, several in offered_periods(wanted.period, wanted)
        ],
        "known_then": wanted.known_then,
        "division_then": not wanted.as_now,
        "other_area": other["area"] if wanted.against else "",
        "other_text": other["area_text"] if wanted.against else "",
        "other_roots": roots(request.actor, "stats.see"),
        "place": place_name(report.place),
        "printed_at": request.at,
        "printed_by": request.actor.label,
        "print_url": link("office:report", wanted.code, **query, print="1"),
        "export_url": link("office:report", wanted.code, **query, format="xlsx"),
        "pdf_url": link("office:report", wanted.code, **query, format="pdf"),
        **area_filter(request.actor, "stats.see", report.place),
    }


def _table(
    request: ActorRequest, asked: AskedReport, table: Table, names: ReportNames
) -> dict[str, Any]:
    return {
        "title": reader_text(table.title),
        "corner": names.label(table.corner),
        "depth": len(table.heads),
        "heads": [[(names.label(h.label), h.span) for h in line] for line in table.heads],
        "rows": [
            {
                "label": names.label(row.label),
                "total": row.total,
                "cells": [(cell_text(c), _list_url(request, asked, c)) for c in row.cells],
            }
            for row in table.rows
        ],
        "notes": [reader_text(note) for note in table.notes],
    }


def _list_url(request: ActorRequest, asked: AskedReport, cell: Cell) -> str:
    """The list behind a figure, where it has the same days: of what holds on a day always, of what happens for a
    month; for who may read it."""
    wanted, figure = asked.wanted, cell.figure
    if figure is None or cell.change or not cell.current or not figure.numerator:
        return ""
    if figure.formula is not statistics.Formula.COUNT:
        return ""
    indicator = statistics.indicators()[cell.indicator]
    if statistics.flow(indicator) and wanted.period.kind != "month":
        return ""
    if not set(dict(cell.chosen)) <= set(indicator.by):
        return ""
    place = cell.place or wanted.place
    if not request.actor.may(statistics.list_permission(indicator), region=place):
        return ""
    chosen = {d: ",".join(v or "-" for v in values) for d, values in cell.chosen}
    day = wanted.period.days(wanted.today)[1]
    known = "then" if wanted.known_then and statistics.two_times(indicator) else ""
    query = {"region": place, "day": "" if day == wanted.today else day, "known": known, **chosen}
    return link("office:figure_list", cell.indicator, **query)
