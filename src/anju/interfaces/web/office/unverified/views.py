"""Buildings that landlords and lists brought in: looked at, corrected, confirmed, or joined to one on file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """What nobody has looked at yet, by community."""
    request.actor.require("home.edit")
    page = page_of(request)
    found, total = places.unverified(
        request.actor.regions("home.edit"), limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    names = regions.names({b.region[:12] for b in found})
    groups: dict[str, list[Any]] = {}
    for building in found:
        groups.setdefault(names.get(building.region[:12], building.region), []).append(building)
    return render(
        request,
        "office/unverified/list.html",
        {
            "groups": list(groups.items()),
            "paging": list_parts(request, page, len(found), total),
        },
    )


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, building_id: int) -> HttpResponse:
    """One building: confirm it, with the capacities corrected."""
    if request.method == "GET":
        return _page(request, building_id)
    given = {
        h.id: request.POST.get(f"capacity-{h.id}", "").strip()
        for h in places.homes_of_building(building_id)
    }
    wrong = [h for h, text in given.items() if text and not text.isdecimal()]
    try:
        if wrong:
            raise Refused("capacity_invalid", most=99)
        places.verify_building(
            building_id,
            capacities={h: int(t[:4]) for h, t in given.items() if t},
            actor=request.actor,
            at=request.at,
        )
    except Refused as refused:
        return _page(request, building_id, error=sentence(refused, request.LANGUAGE_CODE))
    messages.success(request, _("已核实。"))
    return redirect("office:unverified")


@require_POST
def join(request: ActorRequest, building_id: int) -> HttpResponse:
    """It is a building on file: chosen by any home in it."""
    home = places.home_by_code(request.POST.get("home_code", ""))
    try:
        if home is None:
            raise Refused("decision_needs_home")
        register.join_buildings(
            building_id, into=home.building_id, actor=request.actor, at=request.at
        )
    except Refused as refused:
        return _page(request, building_id, error=sentence(refused, request.LANGUAGE_CODE))
    messages.success(
        request, _("已并入 %(home)s 所在的楼，原来的写法以后也认得。") % {"home": home.text}
    )
    return redirect("office:unverified")


def _page(request: ActorRequest, building_id: int, *, error: str = "") -> HttpResponse:
    building = places.building(building_id)
    if building is None:
        raise NotFound("building_unknown", id=building_id)
    request.actor.require("home.edit", region=building.region)
    homes = places.homes_of_building(building_id)
    living: dict[int, int] = {}
    for stay in register.occupants([h.id for h in homes], as_of=local_date(request.at)):
        living[stay.home_id or 0] = living.get(stay.home_id or 0, 0) + 1
    kind, _colon, number = building.party.partition(":")
    holder = places.holder(int(number)) if kind == "holder" else None
    return render(
        request,
        "office/unverified/one.html",
        {
            "building": building,
            "homes": [
                (h, living.get(h.id, 0), request.POST.get(f"capacity-{h.id}", h.capacity))
                for h in homes
            ],
            "place": regions.names([building.region[:12]]).get(building.region[:12], ""),
            "holder": holder,
            "error": error,
        },
        status=422 if error else 200,
    )
