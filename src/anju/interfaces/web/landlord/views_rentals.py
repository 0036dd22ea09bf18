"""Rentals a landlord has on file: filing, changing, the letter of responsibility, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.housing.api import rentals
from anju.domains.housing.api.rentals import RentalRecord
from anju.domains.places import api as places
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.web.declaring import act_key, new_key, reason_text, typed_day
from anju.interfaces.web.files import PDF, as_file
from anju.interfaces.web.housing import rental_page
from anju.interfaces.web.housing.rental_page import LeaseForm
from anju.interfaces.web.landlord import own_rooms
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

ACTION = "landlord.rental"


@require_safe
@own_rooms.for_landlords
def listing(request: ActorRequest) -> HttpResponse:
    """What is on file, newest first. It names no person."""
    page, today = page_of(request), local_date(request.at)
    show = request.GET.get("show", "live")
    show = show if show in rentals.SHOWN else "live"
    found, counts = rentals.rentals_of_parties(
        own_rooms.parties_of(request),
        today=today,
        show=show,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    homes = places.homes([r.home_id for r in found])
    return render(
        request,
        "landlord/rentals/list.html",
        {
            "lines": [
                rental_page.line(
                    r,
                    homes[r.home_id].text if r.home_id in homes else r.number,
                    reverse("landlord:rental", args=[r.id]),
                    today,
                )
                for r in found
            ],
            "tabs": rental_page.tabs(counts, show, lambda s: f"?show={s}"),
            "paging": list_parts(request, page, len(found), counts[show]),
            "back_url": reverse("landlord:home"),
        },
    )


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def new(request: ActorRequest, code: str) -> HttpResponse:
    """File a lease of a room with who is registered there."""
    room = own_rooms.my_room(request, code)
    choices = rental_page.registered(request, room.home.id, ACTION)
    initial = rental_page.proposed(room.stays, choices, local_date(request.at))
    form = LeaseForm(request.POST or None, choices=choices, initial=initial)
    if record := _sent(request, form, partial(rentals.file_rental, code)):
        messages.success(request, _("已备案，请签署责任书；租客会在自己的页面上核对。"))
        return redirect("landlord:rental", record.id)
    back = reverse("landlord:room", args=[code])
    return _form(request, form, room.home.text, back, bool(choices), code)


def _sent(
    request: ActorRequest, form: LeaseForm, act: Callable[..., RentalRecord]
) -> RentalRecord | None:
    """What became of a form that was sent and is in order; None where it is to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    key = act_key(request)
    try:
        return act(form.lease(), key=key, actor=request.actor, at=request.at)
    except Refused as error:
        form.add_error(None, reason_text(error.code, **error.params))
        return None


def _form(
    request: ActorRequest, form: LeaseForm, where: str, back: str, anybody: bool, code: str
) -> HttpResponse:
    return render(
        request,
        "landlord/rentals/form.html",
        {
            "form": form,
            "where": where,
            "anybody": anybody,
            "check_in_url": reverse("landlord:check_in", args=[code]),
            "key": request.POST.get("key") or new_key(),
            "back_url": back,
        },
        status=422 if form.errors else 200,
    )


def _mine(request: ActorRequest, rental_id: int) -> RentalRecord:
    record = rentals.rental(rental_id)
    if record.party not in own_rooms.parties_of(request):
        raise NotFound("rental_unknown")
    return record


@require_safe
@own_rooms.for_landlords
def one(request: ActorRequest, rental_id: int) -> HttpResponse:
    """One lease: tenants with their answers, the letter, what can be done."""
    return _page(request, _mine(request, rental_id))


def _page(
    request: ActorRequest, record: RentalRecord, error: str = "", about: str = ""
) -> HttpResponse:
    today = local_date(request.at)
    signed = record.signature.letter if record.signature else None
    return render(
        request,
        "landlord/rentals/one.html",
        {
            **rental_page.shown(record, today),
            "tenants": rental_page.tenants(request, record, ACTION),
            "letter": rental_page.letter_shown(
                signed or rentals.rental_letter(record.region, today)
            ),
            "today": today,
            "key": new_key(),
            "error": error,
            "about": about,
            "typed": request.POST,
            "back_url": reverse("landlord:rentals"),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def amend(request: ActorRequest, rental_id: int) -> HttpResponse:
    """Other days, rent or tenants; everybody answers again."""
    record = _mine(request, rental_id)
    home = places.homes([record.home_id])[record.home_id]
    initial: dict[str, Any] = {
        "tenants": [t.person_id for t in record.tenants],
        "since": record.since,
        "until": record.until,
        "rent": record.rent,
        "filer": record.filer,
        "filer_name": "" if record.filer == "landlord" else record.filer_name,
    }
    form = LeaseForm(
        request.POST or None,
        choices=rental_page.registered(request, record.home_id, ACTION),
        initial=initial,
    )
    if _sent(request, form, partial(rentals.amend_rental, rental_id)):
        messages.success(request, _("已修改，租客会重新核对。"))
        return redirect("landlord:rental", rental_id)
    back = reverse("landlord:rental", args=[rental_id])
    return _form(request, form, home.text, back, True, home.code)


@require_POST
@own_rooms.for_landlords
def sign(request: ActorRequest, rental_id: int) -> HttpResponse:
    """Agree to the letter that was shown."""
    record, key = _mine(request, rental_id), act_key(request)
    if "agree" not in request.POST:
        return _page(request, record, _("请先勾选“已阅读并同意”。"), "sign")
    rentals.sign_letter(
        record.id, request.POST.get("digest", "")[:12], key=key, actor=request.actor, at=request.at
    )
    messages.success(request, _("责任书已签署。"))
    return redirect("landlord:rental", rental_id)


@require_POST
@own_rooms.for_landlords
def end(request: ActorRequest, rental_id: int) -> HttpResponse:
    """The lease is over since a day."""
    record = _mine(request, rental_id)
    day, why = typed_day(request.POST.get("day", ""))
    if day is None:
        return _page(request, record, reason_text(why), "end")
    return _done(request, record, "end", day=day)


@require_POST
@own_rooms.for_landlords
def withdraw(request: ActorRequest, rental_id: int) -> HttpResponse:
    """It was filed by mistake."""
    return _done(request, _mine(request, rental_id), "withdraw")


def _done(
    request: ActorRequest, record: RentalRecord, about: str, day: date | None = None
) -> HttpResponse:
    key = act_key(request)
    try:
        if day is not None:
            rentals.end_rental(record.id, day=day, key=key, actor=request.actor, at=request.at)
        else:
            text = request.POST.get("text", "")
            rentals.withdraw_rental(
                record.id, text=text, key=key, actor=request.actor, at=request.at
            )
    except Refused as error:
        return _page(request, record, reason_text(error.code, **error.params), about)
    messages.success(request, _("已终止。") if day is not None else _("已撤回。"))
    return redirect("landlord:rental", record.id)


@require_safe
@own_rooms.for_landlords
def letter(request: ActorRequest, rental_id: int) -> HttpResponse:
    """The letter that was agreed to, as a PDF."""
    record = _mine(request, rental_id)
    if record.signature is None:
        raise NotFound("letter_unknown")
    where = rental_page.shown(record, local_date(request.at))["where"]
    return as_file(rental_page.letter_pdf(record, where), f"{record.number}.pdf", PDF)
