"""Rentals on file in the area: what is in force, objected to, or over without a move-out."""

from __future__ import annotations

from functools import partial

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.housing.api import rentals
from anju.domains.places import api as places
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts.rentals import FILERS, STATES
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.housing import rental_page
from anju.interfaces.web.office.home.views import wanted_regions
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Rentals of the actor's regions, newest first; no person is named. Leaves as Excel."""
    request.actor.require("home.see")
    asked = {k: request.GET.get(k, "") for k in ("region", "show")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    page, today = page_of(request), local_date(request.at)
    show = asked["show"] if asked["show"] in rentals.SHOWN else "live"
    found, counts = rentals.rentals(
        wanted_regions(request.actor, asked["region"]),
        today=today,
        show=show,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    homes = places.homes([r.home_id for r in found])
    names = names_for(codes=[r.region for r in found])
    return render(
        request,
        "office/rentals/list.html",
        {
            "lines": [
                {
                    **rental_page.line(
                        r,
                        homes[r.home_id].text if r.home_id in homes else r.number,
                        link("office:rental", r.id),
                        today,
                    ),
                    "place": names.place(r.region[:12]),
                }
                for r in found
            ],
            "tabs": rental_page.tabs(
                counts, show, lambda s: link("office:rentals", show=s, region=asked["region"])
            ),
            **area_filter(request.actor, "home.see", asked["region"]),
            "kept": {"show": show},
            "paging": list_parts(request, page, len(found), counts[show]),
            "total": counts[show],
        },
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("home.see")
    found, _counts = rentals.rentals(
        wanted_regions(asker.actor, asked.get("region", "")),
        today=local_date(asker.at),
        show=asked.get("show") or "live",
        limit=up_to,
    )
    homes = places.homes([r.home_id for r in found])
    names = names_for(codes=[r.region for r in found])
    titles = [_("备案号"), _("地址"), _("社区"), _("由谁备案"), _("起租日"), _("租期至"), _("状态")]
    cells = [
        (
            r.number,
            homes[r.home_id].text if r.home_id in homes else "",
            names.place(r.region[:12]),
            label(FILERS, r.filer),
            r.since,
            r.until,
            label(STATES, r.state.value),
        )
        for r in found
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("租赁备案"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {
    **dict.fromkeys(("n", "a", "p", "f"), pl.Utf8),
    "s": pl.Date,
    "u": pl.Date,
    "t": pl.Utf8,
}
EXPORT = Export("office.rentals", lambda _who, _asked: "rentals.xlsx", _listing)


@require_safe
def one(request: ActorRequest, rental_id: int) -> HttpResponse:
    """One lease with its tenants and their answers, the letter and all that was done."""
    record = rentals.rental(rental_id)
    if not request.actor.may("home.see", region=record.region):
        raise NotFound("rental_unknown")
    names = names_for(codes=[record.region])
    about = rental_page.shown(record, local_date(request.at))
    return render(
        request,
        "office/rentals/one.html",
        {
            **about,
            "place": names.place(record.region[:12]),
            "tenants": rental_page.tenants(request, record, "office.rental"),
            "letter": rental_page.letter_shown(
                record.signature.letter if record.signature else None
            ),
            "home_url": link("office:home", about["home"].code) if about["home"] else "",
        },
    )
