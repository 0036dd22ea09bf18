"""One indicator: its definition, its trend, the parts of the area, the values of its dimensions."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api.indicators import Figure, Indicator
from anju.foundation.errors import NotFound
from anju.foundation.facts import Span
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.office.figures.period import Period, period_of
from anju.interfaces.web.office.figures.views_table import about
from anju.interfaces.web.office.figures.words import dimension_name, in_order, shown, value_name
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import short
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest


def indicator_of(code: str) -> Indicator:
    """The indicator of this code. Raises `NotFound` ``figures_unknown``."""
    found = statistics.indicators().get(code)
    if found is None:
        raise NotFound("figures_unknown")
    return found


@require_safe
def one(request: ActorRequest, code: str) -> HttpResponse:
    """An indicator of an area; ``?format=xlsx`` as a sheet, ``?print=1`` for paper."""
    indicator, period = indicator_of(code), period_of(request, request.GET.dict())
    spans = period.trend()
    figures = statistics.figures([indicator], period.region, spans, actor=request.actor)[code]
    parts = _parts(indicator, period, request)
    values = statistics.by_values(indicator, period.region, period.span(), actor=request.actor)
    if request.GET.get("format") == "xlsx":
        return _sheet(indicator, spans, figures, parts, values)
    listed = request.actor.may(statistics.list_permission(indicator), region=period.region)
    list_url = link("office:figure_list", code, **period.query()) if listed else ""
    known = about(request, period)
    context = known | {
        "name": reader_text(indicator.name),
        "definition": reader_text(indicator.definition),
        "source": reader_text(indicator.source),
        "flow": statistics.flow(indicator),
        "one_time": not statistics.two_times(indicator),
        "adds_up": statistics.adds_up(indicator),
        "rate": indicator.formula is statistics.Formula.RATE,
        "value": shown(figures[-1]),
        "figure": figures[-1],
        "list_url": list_url,
        "months": _months(spans, figures),
        "trend": [
            {"label": f"{s.until:%Y-%m}", "value": f.value}
            for s, f in zip(spans, figures, strict=True)
        ],
        "parts": _rows(indicator, parts, period, known["place"], figures[-1]),
        "dimensions": [
            {
                "title": dimension_name(d),
                "parts": [
                    {
                        "label": value_name(d, v),
                        "count": n,
                        "url": link("office:figure_list", code, **period.query(**{d: v or "-"}))
                        if listed
                        else "",
                    }
                    for v, n in in_order(d, found)
                ],
            }
            for d, found in values.items()
            if found
        ],
        "export_url": link("office:figure", code, **period.query(format="xlsx")),
        "print_url": link("office:figure", code, **period.query(print="1")),
        "table_url": link("office:figures", **period.query()),
    }
    page = "one_print" if request.GET.get("print") else "one"
    return render(request, f"office/figures/{page}.html", context)


def _parts(indicator: Indicator, period: Period, request: ActorRequest) -> dict[str, Figure]:
    if len(period.region) >= 12:
        return {}
    return statistics.by_part(indicator, period.region, period.span(), actor=request.actor)


def _rows(
    indicator: Indicator, parts: dict[str, Figure], period: Period, place: str, total: Figure
) -> list[dict[str, Any]]:
    """The parts of the area, the area itself beneath; nothing of an area without parts."""
    names = part_names(parts)
    rows: list[dict[str, Any]] = [
        {
            "label": names[part],
            "value": shown(figure),
            "figure": figure,
            "url": link("office:figure", indicator.code, **period.query(region=part))
            if len(part) > len(period.region) and part
            else "",
        }
        for part, figure in parts.items()
    ]
    whole = {"label": place, "value": shown(total), "figure": total, "total": True}
    return [*rows, whole] if rows else []


def part_names(parts: dict[str, Figure]) -> dict[str, str]:
    """Names of the parts of an area. Two statements."""
    codes = {p: p.ljust(12, "0") for p in parts}
    found = short(codes.values())
    return {p: found.get(code, p) if p else _("未细分") for p, code in codes.items()}


def _months(spans: list[Span], figures: tuple[Figure, ...]) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{span.until:%Y-%m}",
            "until": None if back else span.until,
            "value": shown(figure),
            "figure": figure,
        }
        for back, (span, figure) in enumerate(reversed(list(zip(spans, figures, strict=True))))
    ]


def _sheet(
    indicator: Indicator,
    spans: list[Span],
    figures: tuple[Figure, ...],
    parts: dict[str, Figure],
    values: dict[str, dict[str, int]],
) -> HttpResponse:
    names = part_names(parts)
    rows = [(_("月份"), f"{s.until:%Y-%m}", f) for s, f in zip(spans, figures, strict=True)]
    rows += [(_("地区"), names[part], figure) for part, figure in parts.items()]
    rows += [
        (dimension_name(d), value_name(d, v), Figure(statistics.Formula.COUNT, n))
        for d, found in values.items()
        for v, n in in_order(d, found)
    ]
    frame = pl.DataFrame(
        {
            "by": [r[0] for r in rows],
            "key": [r[1] for r in rows],
            "value": [None if r[2].value is None else float(r[2].value) for r in rows],
            "numerator": [r[2].numerator for r in rows],
            "denominator": [r[2].denominator for r in rows],
        },
        schema_overrides={"denominator": pl.Int64, "value": pl.Float64},
    )
    titles = [_("分组"), _("项目"), reader_text(indicator.name), _("分子"), _("分母")]
    return workbook(frame, reader_text(indicator.name)[:31], f"{indicator.code}.xlsx", titles)
