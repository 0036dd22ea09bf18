"""Inspections of the area: what waits, one record, looking again, the notice to rectify."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import Handling, HazardStep, InspectionRecord
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts.premises import RECORDS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key, reason_text, typed_day
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.housing import inspection_page
from anju.interfaces.web.office.home.views import holder_name, wanted_regions
from anju.interfaces.web.office.links import PER_PAGE, link, page_of, record_number
from anju.interfaces.web.office.naming import area_filter, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

FILTERS = ("region", "show", "building")
"""What the address of the list may hold."""


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Inspections of the actor's regions, what waits first. Leaves as Excel."""
    request.actor.require("home.see")
    asked = {k: request.GET.get(k, "") for k in FILTERS}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    page, show = page_of(request), inspection_page.wanted(request)
    found = premises.inspections(
        wanted_regions(request.actor, asked["region"]),
        today=local_date(request.at),
        show=show,
        building_id=record_number(asked["building"]),
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    names = names_for(codes=[x.premises.region for x in found.lines])
    kept = {k: asked[k] for k in ("region", "building")}
    return render(
        request,
        "office/inspections/list.html",
        {
            "lines": [
                {
                    **inspection_page.line(x, link("office:inspection", x.id)),
                    "place": names.place(x.premises.region[:12]),
                }
                for x in found.lines
            ],
            "tabs": inspection_page.tabs(
                found.counts, show, lambda s: link("office:inspections", show=s, **kept)
            ),
            **area_filter(request.actor, "home.see", asked["region"]),
            "kept": {"show": show, **({"building": b} if (b := asked["building"]) else {})},
            "paging": list_parts(request, page, len(found.lines), found.total),
            "total": found.total,
            "show": show,
            "may_record": request.actor.may("home.edit"),
        },
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("home.see")
    found = premises.inspections(
        wanted_regions(asker.actor, asked.get("region", "")),
        today=local_date(asker.at),
        show=asked.get("show") or "all",
        building_id=record_number(asked.get("building", "")),
        limit=up_to,
    )
    names = names_for(codes=[x.premises.region for x in found.lines])
    titles = [_("编号"), _("地址"), _("社区"), _("检查表"), _("检查日期"), _("检查人")]
    titles += [_("状态"), _("待整改"), _("待复查"), _("整改期限")]
    cells = [
        (
            x.number,
            x.premises.text,
            names.place(x.premises.region[:12]),
            (shown := inspection_page.line(x, ""))["title"],
            x.day,
            x.by_label,
            shown["state"]["text"],
            x.open,
            x.answered,
            x.due,
        )
        for x in found.lines
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("安全检查"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {
    **dict.fromkeys(("n", "t", "p", "f"), pl.Utf8),
    "d": pl.Date,
    "b": pl.Utf8,
    "s": pl.Utf8,
    "o": pl.Int64,
    "a": pl.Int64,
    "u": pl.Date,
}
EXPORT = Export("office.inspections", lambda _who, _asked: "inspections.xlsx", _listing)


def visible(request: ActorRequest, inspection_id: int) -> InspectionRecord:
    """The inspection in the actor's regions; one elsewhere is as absent as one that never was."""
    record = premises.inspection(inspection_id)
    if not request.actor.may("home.see", region=record.premises.region):
        raise NotFound("inspection_unknown")
    return record


@require_safe
def one(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """One inspection: what was asked and found, hazards with all that was done about them."""
    return _page(request, visible(request, inspection_id))


def _page(
    request: ActorRequest, record: InspectionRecord, error: str = "", status: int = 200
) -> HttpResponse:
    names, place = names_for(codes=[record.premises.region]), record.premises
    today = local_date(request.at)
    return render(
        request,
        "office/inspections/one.html",
        {
            **inspection_page.shown(record, today),
            "place": names.place(place.region[:12]),
            "holder": holder_name(place.party),
            "premises_url": link("office:home", place.home_code)
            if place.home_code
            else link("office:building", place.building_id),
            "notice_url": link("office:inspection_notice", record.id),
            "photo_route": "office:inspection_photo",
            "steps_url": link("office:inspection_steps", record.id)
            if request.actor.may("home.edit", region=place.region)
            else "",
            "again_url": _again_url(request, record),
            "key": new_key(),
            "error": error,
            "typed": request.POST,
            "soon": today + timedelta(days=7),
        },
        status=status,
    )


def _again_url(request: ActorRequest, record: InspectionRecord) -> str:
    if not request.actor.may("home.edit", region=record.premises.region):
        return ""
    asked: dict[str, Any] = (
        {"home": record.premises.home_code}
        if record.premises.home_code
        else {"building": record.premises.building_id}
    )
    return link("office:inspection_new", **asked)


@require_POST
def steps(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """What was seen when looking again, hazard by hazard; one left alone stays as it is."""
    record = visible(request, inspection_id)
    try:
        handlings = _handlings(request, record)
        if not handlings:
            raise Refused("hazard_step_missing")
        done = premises.handle_hazards(
            record.id,
            handlings,
            key=act_key(request),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        return _page(request, record, reason_text(error.code, **error.params), 422)
    messages.success(request, _("已记录：%(state)s。") % {"state": label(RECORDS, done.state)})
    return redirect("office:inspection", inspection_id)


def _handlings(request: ActorRequest, record: InspectionRecord) -> list[Handling]:
    """The steps that the form names. `Refused` ``hazard_term`` for a last day that is none."""
    taken = []
    for hazard in record.hazards:
        chosen = request.POST.get(f"step-{hazard.id}", "")
        if chosen not in {s.value for s in HazardStep}:
            continue
        due, _why = typed_day(request.POST.get(f"due-{hazard.id}", ""))
        taken.append(
            Handling(
                hazard.id,
                HazardStep(chosen),
                request.POST.get(f"text-{hazard.id}", ""),
                due,
                inspection_page.photos_of(request, f"photo-{hazard.id}"),
            )
        )
    return taken


@require_safe
def notice(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """The notice to rectify, for paper: what waits, by which rule, until when."""
    record = visible(request, inspection_id)
    names = names_for(codes=[record.premises.region])
    return render(
        request,
        "housing/notice.html",
        {
            **inspection_page.notice(record, local_date(request.at)),
            "place": names.place(record.premises.region[:12]),
            "holder": holder_name(record.premises.party),
            "back_url": link("office:inspection", record.id),
            "printed_at": request.at,
            "printed_by": request.actor.label,
        },
    )


@require_safe
def photo(request: ActorRequest, photo_id: int) -> HttpResponse:
    """A photograph of a hazard."""
    request.actor.require("home.see")
    return inspection_page.photo(photo_id)
