"""A tenant's own leases: what a landlord filed, confirmed or objected to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.housing.api import rentals
from anju.domains.housing.api.rentals import RentalRecord
from anju.domains.places import api as places
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.web.declaring import act_key, new_key, reason_text
from anju.interfaces.web.housing import rental_page
from anju.interfaces.web.resident.views_mine import for_linked_accounts
from anju.interfaces.web.session import ActorRequest


@require_safe
@for_linked_accounts
def listing(request: ActorRequest) -> HttpResponse:
    """The leases in which the person is a tenant."""
    found = rentals.rentals_of_person(request.actor.person_id or 0)
    homes, today = places.homes([r.home_id for r in found]), local_date(request.at)
    return render(
        request,
        "resident/rentals/list.html",
        {
            "lines": [
                {
                    **rental_page.line(
                        r,
                        homes[r.home_id].text if r.home_id in homes else r.number,
                        reverse("resident:lease", args=[r.id]),
                        today,
                    ),
                    "asked": r.live and not r.tenants[0].answer,
                }
                for r in found
            ],
            "back_url": reverse("resident:home"),
        },
    )


@require_http_methods(["GET", "POST"])
@for_linked_accounts
def one(request: ActorRequest, rental_id: int) -> HttpResponse:
    """One lease; a POST confirms it (``yes``) or objects with words."""
    record = rentals.rental(rental_id)
    if request.actor.person_id not in [t.person_id for t in record.tenants]:
        raise NotFound("rental_unknown")
    if request.method != "POST":
        return _page(request, record)
    confirmed = "yes" in request.POST
    try:
        rentals.answer_rental(
            rental_id,
            confirmed=confirmed,
            text="" if confirmed else request.POST.get("text", ""),
            key=act_key(request),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        return _page(request, record, reason_text(error.code, **error.params))
    messages.success(
        request,
        _("已确认。") if confirmed else _("异议已提交，房东会修改，社区也能看到。"),
    )
    return redirect("resident:lease", rental_id)


def _page(request: ActorRequest, record: RentalRecord, error: str = "") -> HttpResponse:
    mine = next(t for t in record.tenants if t.person_id == request.actor.person_id)
    return render(
        request,
        "resident/rentals/one.html",
        {
            **rental_page.shown(record, local_date(request.at)),
            "mine": mine,
            "error": error,
            "typed": request.POST.get("text", ""),
            "key": new_key(),
            "back_url": reverse("resident:leases"),
        },
        status=422 if error else 200,
    )
