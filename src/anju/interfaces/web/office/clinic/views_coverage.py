"""Coverage per dose with interval and source, stocks, clinics: for those who answer for vaccination somewhere."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.health import api as health
from anju.domains.health.api import clinics, doses
from anju.domains.health.api.doses import Coverage
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import health as words
from anju.interfaces.web.choosing import offered
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.clinic.place import in_words
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import (
    area_filter,
    division_fault,
    names_for,
    prefix_chosen,
)
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vaccination import wording

YEARS = 18


@require_http_methods(["GET", "POST"])
def coverage(request: ActorRequest) -> HttpResponseBase:
    """Of the children on file in a place (``region``), born in a year (``year``; all where none is named); a POST
    enters a clinic. Leaves as Excel."""
    request.actor.require(clinics.FIGURES)
    if request.method != "POST":
        return _page(request)
    fault = division_fault(
        request.actor, clinics.FIGURES, request.POST.get("community", ""), community=True
    )
    if fault:
        return _page(request, fault=fault)
    try:
        _enter(request)
    except Refused as refused:
        return _page(request, in_words(refused))
    messages.success(request, _("门诊已登记。"))
    return redirect("office:clinic_coverage")


def _page(request: ActorRequest, refusal: str = "", fault: str = "") -> HttpResponseBase:
    mine = clinics.own_clinics(request.actor, clinics.FIGURES)
    region = prefix_chosen(request.GET.get("region", "")) or _first(request)
    asked = {"region": region, "year": _year(request.GET.get("year", ""), request)}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    error, found = refusal, []
    try:
        found = _found(request, asked)
    except Refused as refused:
        error = error or in_words(refused)
    today = local_date(request.at)
    codes = sorted({c.region for c in mine})
    names = names_for(codes=[*codes, region])
    return render(
        request,
        "office/clinic/coverage.html",
        {
            "rows": [_row(c) for c in found],
            "region": region,
            "place": names.place(region) if region else _("全部"),
            "places": [(code, names.place(code)) for code in codes],
            "year": asked["year"],
            "years": range(today.year, today.year - YEARS, -1),
            "error": error,
            "today": today,
            "weekdays": offered(words.WEEKDAYS, *words.WEEKDAYS),
            "stocks": [_stock(request, c.id, c.name, today) for c in mine],
            "export_url": link("office:clinic_coverage", format="xlsx", **asked),
            "kept": request.POST if refusal or fault else {},
            "kept_days": request.POST.getlist("weekday"),
            "fault": fault,
            **area_filter(request.actor, clinics.FIGURES, request.POST.get("community", "")),
        },
        status=422 if refusal or fault else 200,
    )


def _enter(request: ActorRequest) -> None:
    post = request.POST
    clinics.set_clinic(
        post.get("code", "")[:20],
        name=post.get("name", "")[:100],
        region=post.get("community", "")[:12],
        address=post.get("address", "")[:200],
        phone=post.get("phone", "")[:20],
        weekdays=[int(d) for d in post.getlist("weekday") if d in words.WEEKDAYS],
        actor=request.actor,
        at=request.at,
    )


def _first(request: ActorRequest) -> str:
    return next(iter(request.actor.regions(clinics.FIGURES)), "")


def _year(text: str, request: ActorRequest) -> str:
    this = local_date(request.at).year
    return text if text.isdecimal() and this - YEARS < int(text[:4]) <= this else ""


def _found(asker: Asker | ActorRequest, asked: Asked) -> list[Coverage]:
    today = local_date(asker.at)
    year = int(asked["year"]) if asked.get("year") else None
    return doses.coverage_of(
        asked.get("region", ""),
        actor=asker.actor,
        at=asker.at,
        born_from=date(year or today.year - YEARS, 1, 1),
        born_to=date(year, 12, 31) if year else today,
    )


def _row(one: Coverage) -> dict[str, Any]:
    share = None if one.share is None else round(100 * one.share, 1)
    low, high = (None if x is None else round(100 * x, 1) for x in (one.low, one.high))
    name = wording.chosen(one.measured.zh, one.measured.en)
    return {"one": one, "name": name, "share": share, "low": low, "high": high}


def _stock(request: ActorRequest, clinic_id: int, name: str, today: date) -> dict[str, Any]:
    schedule = health.schedule_on(today.toordinal())
    totals: dict[str, int] = {}
    for lot in clinics.lots(clinic_id, actor=request.actor, usable_on=today):
        totals[lot.vaccine] = totals.get(lot.vaccine, 0) + lot.on_hand
    named = [(wording.vaccine_name(schedule, v), n) for v, n in sorted(totals.items())]
    return {"name": name, "totals": named}


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(clinics.FIGURES)
    rows = [_row(c) for c in _found(asker, asked)][:up_to]
    titles = [
        _("剂次"), _("应种"), _("实种"), _("其中有接种证或系统记录"), _("接种率 %"), _("下限 %"), _("上限 %"),
    ]  # fmt: skip
    cells = [
        (r["name"], r["one"].due, r["one"].given, r["one"].sure, r["share"], r["low"], r["high"])
        for r in rows
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("接种率"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {
    "n": pl.Utf8,
    **dict.fromkeys(("d", "g", "s"), pl.Int64),
    **dict.fromkeys(("p", "l", "h"), pl.Float64),
}
EXPORT = Export("clinic.coverage", lambda _who, _asked: "coverage.xlsx", _listing)
