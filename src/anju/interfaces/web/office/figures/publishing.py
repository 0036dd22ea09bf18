"""Publishing the figures of a quarter: what would be published, and doing so."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from anju.domains.statistics.api import publishing, reports
from anju.domains.statistics.api.publishing import Counted
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.office.figures.reports.words import period_name
from anju.interfaces.web.office.naming import area_filter, prefix_requested
from anju.interfaces.web.session import ActorRequest

QUARTERS = 8


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest) -> HttpResponse:
    """GET looks at an area and quarter before it is published; POST publishes it."""
    areas = request.actor.regions(publishing.PUBLISH)
    if not areas:
        raise NotAllowed("not_allowed", permission=publishing.PUBLISH, region="", party="")
    asked = request.POST if request.method == "POST" else request.GET
    region = prefix_requested(asked.get("region", "")) or areas[0]
    latest = reports.period_at("quarter", local_date(request.at)).moved(-1)
    offered = [latest.moved(-n) for n in range(QUARTERS)]
    code = asked.get("period", "") or next(
        (p.code for p in offered if not p.provisional(local_date(request.at))), latest.code
    )
    if request.method == "POST":
        made = publishing.publish_edition(region, code[:7], actor=request.actor, at=request.at)
        return redirect(reverse("published:edition", args=[made.region, made.period]))
    editions = publishing.editions(region)
    done = any(e.region == region and e.period == code for e in editions)
    counted: tuple[Counted, ...] = ()
    if "period" in asked and not done:
        counted = publishing.preview_edition(region, code[:7], actor=request.actor, at=request.at)
    return render(
        request,
        "office/figures/publishing.html",
        {
            "period": code,
            "periods": [(p.code, period_name(p)) for p in offered],
            "region": region,
            "done": done,
            "tables": [
                {
                    "name": reader_text(one.content.name),
                    "rows": len(one.published),
                    "total": one.published[0],
                    "empty": sum(f == 0 for f in one.published),
                    "error": round(_mean_change(one), 2),
                }
                for one in counted
            ],
            "editions": [
                (e, reverse("published:edition", args=[e.region, e.period])) for e in editions
            ],
            **area_filter(request.actor, publishing.PUBLISH, region),
        },
    )


def _mean_change(one: Counted) -> float:
    """By how much figures with people in them were changed on average."""
    changes = [abs(f - n) for f, n in zip(one.published, one.true, strict=True) if n]
    return sum(changes) / len(changes) if changes else 0.0
