"""A landlord offers a room, changes the offer, withdraws it, offers it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import HeldListing
from anju.domains.places import api as places
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.landlord import own_rooms, own_vacancies
from anju.interfaces.web.landlord.own_rooms import Room
from anju.interfaces.web.landlord.own_vacancies import Offer
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.session import ActorRequest

UNLIKELY = ("listing_rent_unlikely", "listing_area_unlikely", "listing_rent_for_area_unlikely")
"""What is asked again and taken when it is confirmed."""


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def offer(request: ActorRequest, code: str) -> HttpResponse:
    """The form, filled in from the register or from the offer that is changed."""
    room = own_rooms.my_room(request, code)
    own = listings.of_home(room.home.id, (room.home.party,))
    changed = _changed(request, own)
    if request.method == "GET":
        start = (
            own_vacancies.from_listing(changed)
            if changed
            else own_vacancies.from_register(room.home)
        )
        return _page(request, room, Offer(initial=start), changed)
    form = Offer(request.POST)
    if form.is_valid():
        try:
            number = listings.offer_room(
                code,
                form.terms(),
                listing_id=changed.view.id if changed else None,
                sure="sure" in request.POST,
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict) as error:
            return _again(request, room, form, changed, error)
        return _offered(request, number)
    return _page(request, room, form, changed)


def _changed(request: ActorRequest, own: list[HeldListing]) -> HeldListing | None:
    """The offer that is changed: the one the address names, else the only open one of the room."""
    named = request.POST.get("listing") or request.GET.get("listing", "")
    if named:
        present = listings.present_listing(record_number(named) or 0)
        found = next((o for o in own if o.view.id in (record_number(named), present)), None)
        if found is None:
            raise NotFound("listing_unknown")
        return found
    standing = [o for o in own if o.view.state != "closed"]
    return standing[0] if len(standing) == 1 and "new" not in request.GET else None


def _again(
    request: ActorRequest, room: Room, form: Offer, changed: HeldListing | None, error: AnjuError
) -> HttpResponse:
    field = str(error.params.get("field", ""))
    form.add_error(field if field in form.fields else None, reason_text(error.code))
    return _page(request, room, form, changed, sure=error.code in UNLIKELY)


def _page(
    request: ActorRequest,
    room: Room,
    form: Offer,
    changed: HeldListing | None,
    *,
    sure: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "room": room,
        "form": form,
        "changed": changed,
        "sure": sure,
        "place": room.home.text,
        "back_url": reverse("landlord:room", args=[room.home.code]),
    }
    return render(
        request, "landlord/vacancy.html", context, status=422 if request.method == "POST" else 200
    )


def _offered(request: ActorRequest, number: int) -> HttpResponse:
    messages.success(request, _("已发布，找房的人现在看得到。"))
    return redirect(f"{reverse('landlord:vacancies')}#v{number}")


@require_safe
@own_rooms.for_landlords
def mine(request: ActorRequest) -> HttpResponse:
    """All that this landlord offers, and what ended."""
    own = listings.of_party(own_rooms.parties_of(request))
    homes = places.homes([o.home_id for o in own if o.home_id])
    lines = [
        own_vacancies.line(o) | {"home": homes.get(o.home_id) if o.home_id else None} for o in own
    ]
    context = {
        "standing": [one for one in lines if one["listing"].state != "closed"],
        "ended": [one for one in lines if one["listing"].state == "closed"],
        "unread": listings.unread_threads(request.actor, side="offerer"),
        "back_url": reverse("landlord:home"),
    }
    return render(request, "landlord/vacancies.html", context)


@require_POST
@own_rooms.for_landlords
def withdraw(request: ActorRequest, listing_id: int) -> HttpResponse:
    """Nobody finds it any more; one tap brings it back."""
    listings.withdraw_listing(listing_id, actor=request.actor, at=request.at)
    messages.success(
        request, _("已撤下。"), extra_tags=reverse("landlord:vacancy_again", args=[listing_id])
    )
    return redirect("landlord:vacancies")


@require_POST
@own_rooms.for_landlords
def again(request: ActorRequest, listing_id: int) -> HttpResponse:
    """Offer the same once more."""
    listings.reopen_listing(listing_id, actor=request.actor, at=request.at)
    messages.success(request, _("已发布，60 天内有效；到期前可再确认一次。"))
    return redirect("landlord:vacancies")
