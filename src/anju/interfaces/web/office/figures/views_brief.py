"""The brief for a leader's meeting: a few sentences, the main indicators compared, charts with their tables; as PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api import reports
from anju.domains.statistics.api.indicators import Figure, Indicator
from anju.foundation.clock import CHINA
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.files import PDF, as_file
from anju.interfaces.web.fonts import require_printable
from anju.interfaces.web.office.figures.charts import Point, bars_svg, trend_svg
from anju.interfaces.web.office.figures.period import Period, period_of
from anju.interfaces.web.office.figures.views_one import part_names
from anju.interfaces.web.office.figures.views_table import MONTH, YEAR, place_name
from anju.interfaces.web.office.figures.words import change, shown
from anju.interfaces.web.session import ActorRequest

SHEET = Path(__file__).with_name("brief.typ")
TOPICS = ("population", "moves", "registration", "homes", "permits")
DRAWN = ("living", "came", "permits_issued")
"""Indicators whose trend is drawn."""
PARTS = 12
"""Parts of the area that are drawn, the largest first."""
A_LINE = 7
"""Cells of a line of the table beneath a chart."""


@require_safe
def brief(request: ActorRequest) -> HttpResponse:
    """Two or three pages for an area and day."""
    period = period_of(request, request.GET.dict())
    found = _counted(request, period)
    data = {
        "title": _("%(place)s 来本地居住人员情况") % {"place": place_name(period.region)},
        "about": [
            _("截至 %(day)s") % {"day": period.day},
            _("按当时记录") if period.then else _("按现在记录"),
        ],
        "provisional": _provisional(period),
        "sentences": _sentences(found),
        "sections": _sections(found),
        "charts": _charts(request, period, found),
        "note": _("每个数字的口径和名单见统计指标页；没有可除的数时写“无数据”。"),
        "foot": _("%(by)s 打印于 %(at)s")
        % {"by": request.actor.label, "at": f"{request.at.astimezone(CHINA):%Y-%m-%d %H:%M}"},
    }
    text = json.dumps(data, ensure_ascii=False)
    require_printable([text])
    made = typst.compile(SHEET.read_bytes(), sys_inputs={"data": text})
    if not isinstance(made, bytes):
        raise TypeError("typst answered with several files")
    name = f"brief-{period.region or 'all'}-{period.day}.pdf"
    return as_file(made, name, PDF, shown=True)


Row = tuple[Indicator, tuple[Figure, ...]]


def _counted(request: ActorRequest, period: Period) -> dict[str, Row]:
    wanted = [
        one
        for one in statistics.indicators().values()
        if one.topic in TOPICS and (not period.then or statistics.two_times(one))
    ]
    spans = [period.span(), period.span(MONTH), period.span(YEAR)]
    figures = statistics.figures(wanted, period.region, spans, actor=request.actor)
    return {one.code: (one, figures[one.code]) for one in wanted}


def _provisional(period: Period) -> str:
    month = reports.period_at("month", period.day)
    return _("初步数：补报还会改变这个月的数字") if month.provisional(period.today) else ""


def _sentences(found: dict[str, Row]) -> list[str]:
    """The first lines of the brief, made of the indicators alone."""
    living, came, left = (found[c][1] for c in ("living", "came", "left"))
    lines = [
        _("在住 %(n)s 人，比上月同期%(month)s，比去年同期%(year)s。")
        % {
            "n": shown(living[0]),
            "month": change(living[0], living[1]),
            "year": change(living[0], living[2]),
        },
        _("本月流入 %(came)s 人次，流出 %(left)s 人次。")
        % {"came": shown(came[0]), "left": shown(left[0])},
    ]
    if rate := found.get("registered_in_time"):
        lines.append(
            _("登记及时率 %(rate)s（上月同期 %(before)s）。")
            % {"rate": shown(rate[1][0]), "before": shown(rate[1][1])}
        )
    return lines


def _sections(found: dict[str, Row]) -> list[dict[str, Any]]:
    heads = [_("指标"), _("本期"), _("比上月同期"), _("比去年同期")]
    return [
        {
            "title": reader_text(name),
            "heads": heads,
            "rows": [
                [
                    f"{reader_text(one.name)}（{reader_text(one.unit)}）",
                    shown(now),
                    change(now, month),
                    change(now, year),
                ]
                for one, (now, month, year) in found.values()
                if one.topic == topic
            ],
        }
        for topic, name in statistics.TOPICS.items()
        if any(one.topic == topic for one, _its in found.values())
    ]


def _charts(request: ActorRequest, period: Period, found: dict[str, Row]) -> list[dict[str, Any]]:
    drawn = [found[c][0] for c in DRAWN if c in found]
    spans = period.trend()
    figures = statistics.figures(drawn, period.region, spans, actor=request.actor)
    charts = []
    for one in drawn:
        points: list[Point] = [
            (f"{s.until:%y-%m}", f.value) for s, f in zip(spans, figures[one.code], strict=True)
        ]
        title = _("%(name)s，近 13 个月") % {"name": reader_text(one.name)}
        svg = trend_svg(points, provisional=bool(_provisional(period)))
        charts.append(_chart(title, svg, points))
    living = statistics.indicators()["living"]
    if len(period.region) < 12:
        parts = statistics.by_part(living, period.region, period.span(), actor=request.actor)
        names = part_names(parts)
        largest = sorted(parts.items(), key=lambda e: -e[1].numerator)[:PARTS]
        points = [(names[part], figure.value) for part, figure in largest]
        if points:
            charts.append(_chart(_("各地在住人数"), bars_svg(points), points))
    return charts


def _chart(title: str, svg: str, points: Sequence[Point]) -> dict[str, Any]:
    """A chart with its table: a line of labels, then a line of figures, as many columns as fit."""
    columns = min(A_LINE, len(points))
    cells: list[str] = []
    for start in range(0, len(points), columns):
        some = points[start : start + columns]
        empty = [""] * (columns - len(some))
        cells += [label for label, _value in some] + empty
        cells += [_("无数据") if v is None else f"{v:,}" for _label, v in some] + empty
    return {"title": title, "svg": svg, "columns": columns, "cells": cells}
