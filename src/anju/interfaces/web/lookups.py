"""Look-ups for fields of the public pages: communities, homes by address, a number while it is typed."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.interfaces.web.declaring import frame, reason_text, signed_in
from anju.interfaces.web.session import ActorRequest

TOWN, TOWN_AND_COMMUNITY = 4, (4, 5)


@require_safe
@signed_in
def regions_suggest(request: ActorRequest) -> HttpResponse:
    """Communities for what was typed, as options of a picker; for a town, those in it."""
    q = request.GET.get("q", "")
    hits = regions.suggest(q, levels=TOWN_AND_COMMUNITY, limit=8)
    inside = [c for town in hits[:1] if town.level == TOWN for c in regions.children(town.code)]
    found = {p.code: p for p in [*(h for h in hits if h.level != TOWN), *inside]}
    return JsonResponse(
        {
            "results": [
                {"code": p.code, "name": p.name, "full_name": p.full_name} for p in found.values()
            ]
        }
    )


@require_safe
@signed_in
def homes_suggest(request: ActorRequest) -> HttpResponse:
    """Homes of one community by address or code: where they are, never who lives there."""
    q, region = request.GET.get("q", ""), request.GET.get("region", "")
    found = places.suggest(q, regions=(region,), limit=8) if len(region) >= 12 else []
    options = [{"value": h.code, "text": h.text, "hint": h.code, "icon": "home"} for h in found]
    return render(request, "anju/partials/options.html", {"options": options, "q": q})


@require_POST
@signed_in
def check_number(request: ActorRequest) -> HttpResponse:
    """Is what stands in the field a possible number? Says nothing about whether anybody has it."""
    number = request.POST.get("doc_number", "")
    item = {
        "kind": "arrive",
        "name": "某某",
        "doc_type": request.POST.get("doc_type") or "111",
        "doc_number": number,
    }
    (reason,) = (
        register.checked(frame([item]), today=local_date(request.at)) if number.strip() else ("",)
    )
    return render(
        request,
        "base/checked.html",
        {"reason": reason_text(reason) if reason else "", "number": number},
    )
