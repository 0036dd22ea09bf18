"""Visits that are due in the area: where, why so often, until when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import DueVisit
from anju.domains.places import api as places
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts.premises import CONDITIONS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.home.views import wanted_regions
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Buildings whose visit is due, the longest overdue first. Leaves as Excel."""
    request.actor.require("home.see")
    asked = {"region": request.GET.get("region", "")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    page, today = page_of(request), local_date(request.at)
    regions = wanted_regions(request.actor, asked["region"])
    found = premises.due_visits(regions, day=today, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    total = premises.count_due(regions, day=today)
    return render(
        request,
        "office/inspections/due.html",
        {
            "lines": _lines(found),
            "total": total,
            "paging": list_parts(request, page, len(found), total),
            **area_filter(request.actor, "home.see", asked["region"]),
            "kept": {},
        },
    )


def _lines(found: Sequence[DueVisit]) -> list[dict[str, Any]]:
    buildings = places.buildings([v.building_id for v in found])
    homes = places.homes([v.home_id for v in found if v.home_id is not None])
    names = names_for(codes=[v.region for v in found])
    lines = []
    for v in found:
        home, building = homes.get(v.home_id or 0), buildings.get(v.building_id)
        where = home.text if home else building.title if building else ""
        asked = {"home": home.code} if home else {"building": v.building_id}
        lines.append(
            {
                "visit": v,
                "where": where,
                "place": names.place(v.region[:12]),
                "condition": label(CONDITIONS, v.condition),
                "often": _("每 %(n)s 个月一次") % {"n": v.months},
                "url": link("office:inspection_new", **asked, form=v.form),
            }
        )
    return lines


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("home.see")
    found = premises.due_visits(
        wanted_regions(asker.actor, asked.get("region", "")),
        day=local_date(asker.at),
        limit=up_to,
    )
    titles = [_("地址"), _("社区"), _("楼栋状况"), _("检查周期"), _("应查期数"), _("最早期限")]
    cells = [
        (x["where"], x["place"], x["condition"], x["often"], x["visit"].count, x["visit"].due)
        for x in _lines(found)
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("应查楼栋"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {**dict.fromkeys(("w", "p", "c", "o"), pl.Utf8), "n": pl.Int64, "d": pl.Date}
EXPORT = Export("office.visits", lambda _who, _asked: "visits.xlsx", _listing)
