"""Positions of buildings as files: a list of those that have none, to be filled in; and a file of positions taken in
after a look at what each row would do."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.places import api as places
from anju.domains.places.api import PositionOutcome, PositionRow
from anju.domains.regions.api import Datum
from anju.foundation.errors import Refused
from anju.foundation.sheets import read_cells
from anju.interfaces.texts.sentences import sentence, text_of
from anju.interfaces.web.office.grids.views_files import DATUMS
from anju.interfaces.web.office.home.views import wanted_regions
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.map.views_placing import EDIT, datum_of
from anju.interfaces.web.office.naming import short
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.uploads import UPLOADS, largest, limit_attributes

OUTCOMES = {
    "new": gettext_lazy("新标注"),
    "moved": gettext_lazy("移动"),
    "same": gettext_lazy("没有变化"),
    "empty": gettext_lazy("没有填坐标"),
    "refused": gettext_lazy("退回"),
}
MOST_LINES = 500
"""Refused rows that the page names."""
MOST_BUILDINGS = 20_000
"""Rows of the list to be filled in."""


@require_http_methods(["GET", "POST"])
def bring(request: ActorRequest) -> HttpResponse:
    """A file is looked at, or taken in."""
    request.actor.require(EDIT)
    if request.method == "GET":
        return _page(request)
    datum = datum_of(request.POST.get("datum", ""))
    try:
        rows = _rows(request)
        if not request.POST.get("take"):
            found = places.preview_positions(rows, datum=datum, actor=request.actor)
            return _page(request, found=found, datum=datum)
        found = places.take_positions(rows, datum=datum, actor=request.actor, at=request.at)
    except Refused as refused:
        return _page(request, error=sentence(refused, request.LANGUAGE_CODE), datum=datum)
    counts = Counter(o.outcome for o in found)
    text = _("已标注 %(n)d 栋楼，%(r)d 行退回。") % {
        "n": counts["new"] + counts["moved"],
        "r": counts["refused"],
    }
    messages.success(request, text)
    if counts["refused"]:
        return _page(request, found=found, datum=datum, taken=True)
    return redirect(link("office:unplaced", region=request.POST.get("region", "")))


def _rows(request: ActorRequest) -> list[PositionRow]:
    """What the file states. `Refused` ``file_missing``, ``upload_too_large``, ``positions_columns``, and what reading a
    table refuses."""
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused("file_missing")
    if (sent.size or 0) > UPLOADS["boundaries"]:
        raise Refused("upload_too_large", megabytes=UPLOADS["boundaries"] >> 20)
    data, name = sent.read(), sent.name or ""
    if name.lower().endswith((".geojson", ".json")):
        found = places.rows_of_geojson(data.decode("utf-8-sig", errors="replace"))
    else:
        sheets = read_cells(data, name).sheets
        lines = [list(line) for line in sheets[0].cells.rows()] if sheets else []
        found = places.rows_of_table(lines)
    if found is None:
        raise Refused("positions_columns")
    return found


def _page(
    request: ActorRequest,
    *,
    found: list[PositionOutcome] | None = None,
    error: str = "",
    datum: Datum = Datum.WGS84,
    taken: bool = False,
) -> HttpResponse:
    region = (request.POST or request.GET).get("region", "")
    return render(
        request,
        "office/map/import.html",
        {
            "region": region,
            "datums": [(code.value, message, code is datum) for code, message in DATUMS],
            "error": error,
            "preview": _preview(found, request.LANGUAGE_CODE) if found is not None else None,
            "taken": taken,
            "list_url": link("office:unplaced", region=region),
            "file_url": link("office:unplaced_file", region=region),
            "largest": largest("boundaries"),
            "limit": limit_attributes("boundaries"),
        },
        status=422 if error else 200,
    )


def _preview(found: list[PositionOutcome], language: str) -> dict[str, Any]:
    counts = Counter(o.outcome for o in found)
    refused = [o for o in found if o.outcome == "refused"]
    return {
        "rows": len(found),
        "counts": [(name, counts[code]) for code, name in OUTCOMES.items()],
        "ready": counts["new"] + counts["moved"],
        "lines": [
            {
                "row": o.row,
                "code": o.code,
                "title": o.building.title if o.building else "",
                "reason": text_of(o.reason, language, {}),
            }
            for o in refused[:MOST_LINES]
        ],
        "more": max(0, len(refused) - MOST_LINES),
    }


@require_safe
def send(request: ActorRequest) -> HttpResponse:
    """The buildings without a position, as a list to be filled in."""
    request.actor.require(EDIT)
    asked = request.GET.get("region", "")
    areas = [r for r in wanted_regions(request.actor, asked) if request.actor.may(EDIT, region=r)]
    found, _missing, _total = places.unplaced(areas, limit=MOST_BUILDINGS)
    names = short({b.region[:12] for b in found})
    frame = pl.DataFrame(
        [(b.code, names.get(b.region[:12], ""), b.title, "", "") for b in found],
        orient="row",
        schema=dict.fromkeys(("code", "place", "title", "longitude", "latitude"), pl.Utf8),
    )
    titles = [_("楼栋编码"), _("社区"), _("地址"), _("经度"), _("纬度")]
    return workbook(frame, _("未标注楼栋"), "unplaced.xlsx", titles)
