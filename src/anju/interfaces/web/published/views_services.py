"""The catalogue of services, for everybody: searched as one types, of a place and a day, and on paper."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from anju.domains.casework.api import catalogue
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.interfaces.web.published.views import which
from anju.interfaces.web.session import ActorRequest

LONGEST = 100
"""Characters of what is searched for."""


@require_safe
def services(request: ActorRequest) -> HttpResponse:
    """The entries by field; ``q`` narrows, ``region`` adds a city's own, ``on`` another day, ``print`` for paper."""
    today = local_date(request.at)
    day = day_in(request.GET.get("on", "")) or today
    words, region = request.GET.get("q", "")[:LONGEST], request.GET.get("region", "")[:15]
    own = catalogue.regions_with_own()
    region = region if region in own else ""
    named = regions.names([r.ljust(12, "0") for r in own])
    found = catalogue.services(region, day, words=words)
    n = which()
    parts = [
        {"title": title, "entries": [_entry(s, n) for s in entries]}
        for title, entries in groupby(
            sorted(found, key=lambda s: s.code), key=lambda s: s.field[n] or "—"
        )
    ]
    kept = {
        k: v
        for k, v in {"q": words, "region": region, "on": request.GET.get("on", "")}.items()
        if v
    }
    return render(
        request,
        "published/catalogue_print.html" if "print" in request.GET else "published/catalogue.html",
        {
            "parts": parts,
            "count": len(found),
            "places": [(r, named.get(r.ljust(12, "0"), r), r == region) for r in own],
            "place": named.get(region.ljust(12, "0"), "") if region else "",
            "words": words,
            "region": region,
            "day": day,
            "print_url": f"{reverse('published:services')}?{urlencode({**kept, 'print': '1'})}",
            "back_url": "/?doors",
            "longest": LONGEST,
        },
    )


def _entry(service: catalogue.Service, n: int) -> dict[str, object]:
    return {
        "name": service.name[n],
        "audience": service.audience[n],
        "content": service.content[n],
        "standard": service.standard[n],
        "payer": service.payer[n],
        "lead": service.lead[n],
        "place": service.place[n],
        "documents": service.documents,
        "source": service.source[n],
        "since": service.valid_from,
        "code": service.code,
        "matter": service.matter,
    }
