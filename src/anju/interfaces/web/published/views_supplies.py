"""Where free supplies are given, for everybody: at which desk or machine, and whether there are any now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.domains.casework.api import stock
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date
from anju.interfaces.texts import stock as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.session import ActorRequest


@require_safe
def supplies(request: ActorRequest) -> HttpResponse:
    """The open points. Nobody is asked who they are, here or there."""
    found = stock.public_points()
    held = stock.stock([p.id for p in found], local_date(request.at))
    names = regions.names(sorted({p.region[:12].ljust(12, "0") for p in found}))
    return render(
        request,
        "published/supplies.html",
        {
            "rows": [
                {
                    "point": p,
                    "place": names.get(p.region[:12].ljust(12, "0"), ""),
                    "offer": label(words.OFFERS, p.offer.value),
                    "there": [x.name for x in held[p.id] if x.usable],
                }
                for p in found
            ],
            "back_url": "/?doors",
        },
    )
