"""All indicators of an area on one page: now, against the month and the year before; as Excel and on paper."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api.indicators import Figure, Indicator
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.office.figures.period import Period, period_of
from anju.interfaces.web.office.figures.words import change, shown
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import area_filter, short
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

FRESH = 60
"""Seconds for which counted figures are shown again."""
MONTH, YEAR = 1, 12
Row = tuple[Indicator, tuple[Figure, ...]]


@require_safe
def table(request: ActorRequest) -> HttpResponse:
    """Every indicator of an area; ``?format=xlsx`` as a sheet, ``?print=1`` for paper."""
    period = period_of(request, request.GET.dict())
    found = _counted(request, period)
    if request.GET.get("format") == "xlsx":
        return _sheet(found)
    page = "print" if request.GET.get("print") else "table"
    context = about(request, period) | {
        "topics": _topics(found, period),
        "export_url": link("office:figures", **period.query(format="xlsx")),
        "brief_url": link("office:brief", **period.query()),
        "print_url": link("office:figures", **period.query(print="1")),
    }
    return render(request, f"office/figures/{page}.html", context)


def about(request: ActorRequest, period: Period) -> dict[str, Any]:
    """What every page of indicators says of area and day."""
    areas = statistics.figures_area(request.actor)
    return {
        "period": period,
        "span": period.span(),
        "place": place_name(period.region),
        "areas": [(a, place_name(a)) for a in areas if a != period.region] if areas[1:] else [],
        "printed_at": request.at,
        "printed_by": request.actor.label,
        **area_filter(request.actor, "stats.see", period.region),
    }


def place_name(region: str) -> str:
    """The name of an area."""
    if not region:
        return _("全国")
    code = region if len(region) > 12 else region.ljust(12, "0")
    return short([code]).get(code, region)


def _counted(request: ActorRequest, period: Period) -> list[Row]:
    """Counted at most once a minute for an area and a day; the area is the reader's, which is asked every time."""
    wanted = [
        i for i in statistics.indicators().values() if not period.then or statistics.two_times(i)
    ]
    spans = [period.span(), period.span(MONTH), period.span(YEAR)]
    statistics.require_figures(request.actor, period.region)
    key = f"office.figures:{period.region}:{period.day}:{period.today}:{period.then}"
    found: dict[str, tuple[Figure, ...]] | None = cache.get(key)
    if found is None:
        found = statistics.figures(wanted, period.region, spans, actor=request.actor)
        cache.set(key, found, FRESH)
    return [(one, found[one.code]) for one in wanted]


def _topics(found: list[Row], period: Period) -> list[dict[str, Any]]:
    return [
        {
            "name": reader_text(name),
            "rows": [_row(one, its, period) for one, its in found if one.topic == topic],
        }
        for topic, name in statistics.TOPICS.items()
        if any(one.topic == topic for one, _its in found)
    ]


def _row(one: Indicator, its: tuple[Figure, ...], period: Period) -> dict[str, Any]:
    now, month, year = its
    return {
        "name": reader_text(one.name),
        "unit": reader_text(one.unit),
        "value": shown(now),
        "month": change(now, month),
        "year": change(now, year),
        "url": link("office:figure", one.code, **period.query()),
    }


def _sheet(found: list[Row]) -> HttpResponse:
    frame = pl.DataFrame(
        [
            {
                "topic": reader_text(statistics.TOPICS[one.topic]),
                "name": reader_text(one.name),
                "unit": reader_text(one.unit),
                **{
                    name: None if figure.value is None else float(figure.value)
                    for name, figure in zip(("now", "month", "year"), its, strict=True)
                },
                "definition": reader_text(one.definition),
                "source": reader_text(one.source),
            }
            for one, its in found
        ]
    )
    return workbook(
        frame,
        _("统计指标"),
        "indicators.xlsx",
        [
            _("类别"),
            _("指标"),
            _("单位"),
            _("本期"),
            _("上月同期"),
            _("去年同期"),
            _("口径"),
            _("依据"),
        ],
    )
