"""Service stations, for everybody: where they are, when they are open, whom to ring; searched as one types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import StationView
from anju.domains.regions import api as regions
from anju.foundation.clock import CHINA, local_date
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.naming import prefix_requested
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

LONGEST = 60
"""Characters of what is searched for."""
DAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


@require_safe
def stations(request: ActorRequest) -> HttpResponse:
    """Open stations of all places, or of the division chosen; ``q``: part of a name, address or phone."""
    q, region = request.GET.get("q", "")[:LONGEST].strip(), request.GET.get("region", "")[:15]
    prefix, page = prefix_requested(region) if region.isdecimal() else "", page_of(request)
    found, total = staffing.find_stations(
        day=local_date(request.at), region=prefix, q=q, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    code = prefix if len(prefix) > 12 else prefix.ljust(12, "0")
    names = regions.names(
        sorted({s.plan.region[:12].ljust(12, "0") for s in found} | ({code} if prefix else set()))
    )
    return render(
        request,
        "published/stations.html",
        {
            "lines": [_line(request, s, names) for s in found],
            "count": total,
            "words": q,
            "region": code if prefix else "",
            "region_text": names.get(code, "") if prefix else "",
            "longest": LONGEST,
            "paging": list_parts(request, page, len(found), total),
            "back_url": "/?doors",
        },
    )


def _line(request: ActorRequest, station: StationView, names: dict[str, str]) -> dict[str, Any]:
    plan = station.plan
    return {
        "name": plan.name,
        "place": names.get(plan.region[:12].ljust(12, "0"), ""),
        "address": plan.address,
        "phone": plan.phone,
        "open": staffing.is_open(plan, request.at.astimezone(CHINA)),
        "hours": hours_text(plan.hours),
    }


def hours_text(hours: Sequence[tuple[time, time] | None]) -> list[str]:
    """The week in lines: days in a row with the same hours together, closed ones left out."""
    lines = []
    for span, members in groupby(enumerate(hours), key=lambda day: day[1]):
        days = [n for n, _span in members]
        if span is None:
            continue
        named = str(DAYS[days[0]])
        if len(days) > 1:
            named = _("%(first)s至%(last)s") % {"first": DAYS[days[0]], "last": DAYS[days[-1]]}
        lines.append(f"{named} {span[0]:%H:%M}–{span[1]:%H:%M}")
    return lines
