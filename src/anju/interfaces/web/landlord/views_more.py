"""Invitations, new rooms and buildings, lists of tenants as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.exports import refused_rows
from anju.interfaces.web.addresses import public_link
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.housing.alike import alike_rooms, alike_sentence
from anju.interfaces.web.imports import uploading
from anju.interfaces.web.imports.preview_page import failure
from anju.interfaces.web.landlord import own_rooms
from anju.interfaces.web.landlord.forms import FileIn, NewBuilding, NewRooms
from anju.interfaces.web.pieces.qr import qr_of_link
from anju.interfaces.web.session import ActorRequest

WAITING = ("reading", "queued")
"""States of a list that a job has."""


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def invite(request: ActorRequest, code: str) -> HttpResponse:
    """A QR code and a text to send on: the tenant fills in, the landlord confirms."""
    room = own_rooms.my_room(request, code)
    back = reverse("landlord:room", args=[room.home.code])
    if request.method == "GET":
        open_ones = [
            i
            for i in register.invitations_of(room.home.party, home_id=room.home.id)
            if i.state == "open" and i.expires_at > request.at and i.kind == "fill_in"
        ]
        return render(
            request,
            "landlord/invite.html",
            {"room": room, "open_ones": open_ones, "back_url": back},
        )
    issued = register.invite(
        home_code=code,
        actor=request.actor,
        at=request.at,
        link=lambda token: public_link("public:invitation", token),
    )
    text = _("请打开链接登记入住%(home)s：%(link)s（7 天内有效，只能用一次）") % {
        "home": room.home.text,
        "link": issued.link,
    }
    return render(
        request,
        "landlord/invited.html",
        {
            "room": room,
            "qr": qr_of_link(issued.link),
            "link": issued.link,
            "text": text,
            "back_url": back,
            "expires": issued.invitation.expires_at,
        },
    )


@require_POST
@own_rooms.for_landlords
def invite_tenant(request: ActorRequest, code: str, person_id: int) -> HttpResponse:
    """Send one who is checked in the link to their own record."""
    room = own_rooms.my_room(request, code)
    try:
        issued = register.invite(
            home_code=code,
            person_id=person_id,
            actor=request.actor,
            at=request.at,
            link=lambda token: public_link("public:invitation", token),
        )
    except AnjuError as error:
        messages.error(request, reason_text(error.code, **error.params))
    else:
        messages.success(
            request, _("邀请已发送到 %(phone)s。") % {"phone": issued.invitation.phone_masked}
        )
    return redirect("landlord:room", code=room.home.code)


@require_POST
@own_rooms.for_landlords
def revoke(request: ActorRequest, code: str, invitation_id: int) -> HttpResponse:
    """Take an open invitation back."""
    register.revoke_invitation(invitation_id, actor=request.actor, at=request.at)
    messages.success(request, _("邀请已作废。"))
    return redirect("landlord:invite", code=code)


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def add_rooms(request: ActorRequest, building_id: int) -> HttpResponse:
    """More rooms in a building."""
    building = places.building(building_id)
    if building is None or building.party not in own_rooms.parties_of(request):
        raise NotFound("building_unknown")
    form = NewRooms(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            places.propose_rooms(
                building_id, **form.cleaned_data, actor=request.actor, at=request.at
            )
        except AnjuError as error:
            form.add_error("rooms", reason_text(error.code, **error.params))
        else:
            return redirect("landlord:building", building_id=building_id)
    return render(
        request,
        "landlord/add.html",
        {
            "form": form,
            "house": building,
            "back_url": reverse("landlord:building", args=[building_id]),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def add_building(request: ActorRequest) -> HttpResponse:
    """A building the register does not know yet."""
    form, region = NewBuilding(request.POST or None), request.POST.get("region", "")
    alike = False
    if request.method == "POST" and form.is_valid() and not request.POST.get("another"):
        given = form.cleaned_data
        if found := alike_rooms(
            region,
            given["address"],
            given["name"],
            given["rooms"],
            own=own_rooms.parties_of(request),
        ):
            form.add_error(None, alike_sentence(found))
            alike = True
    if request.method == "POST" and form.is_valid():
        try:
            made = places.propose_building(
                party=own_rooms.parties_of(request)[0],
                region=region,
                actor=request.actor,
                at=request.at,
                **form.cleaned_data,
            )
        except AnjuError as error:
            form.add_error(None, reason_text(error.code, **error.params))
        else:
            messages.success(request, _("已添加，社区工作人员会来核实。您现在就可以登记租客。"))
            return redirect("landlord:building", building_id=made)
    return render(
        request,
        "landlord/add.html",
        {
            "form": form,
            "region": region,
            "region_text": regions.names([region]).get(region, ""),
            "house": None,
            "alike": alike,
            "back_url": reverse("landlord:home"),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def lists(request: ActorRequest) -> HttpResponse:
    """Bring a list of tenants as a file."""
    form = FileIn(request.POST or None, request.FILES or None)
    held = places.holdings(own_rooms.parties_of(request))
    if request.method == "POST" and form.is_valid() and held:
        building = held[0][0]
        try:
            found = _received(
                request,
                form.cleaned_data["file"],
                own_rooms.sender(building.party, building.region),
            )
        except AnjuError as error:
            form.add_error("file", reason_text(error.code, **error.params))
        else:
            return redirect("landlord:list", batch_id=found.id)
    return render(
        request,
        "landlord/lists.html",
        {"form": form, "back_url": reverse("landlord:home"), "known": register.imports(limit=10)},
        status=422 if form.errors else 200,
    )


def _received(
    request: ActorRequest, file: UploadedFile[Any], sender: register.Sender
) -> register.ImportView:
    """The file read at once, so that what is wrong with it stands at its field; a large one given to a job."""
    if (file.size or 0) > uploading.LARGE_BYTES:
        return uploading.take(request, form="rental-tenants", sender=sender)
    return register.receive(
        file.read(),
        file.name or "",
        form="rental-tenants",
        actor=request.actor,
        at=request.at,
        sender=sender,
    )


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def one_list(request: ActorRequest, batch_id: int) -> HttpResponse:
    """What a list says, its problems, and the yes that makes it count."""
    found = _mine(request, batch_id)
    if request.method == "POST":
        if uploading.apply(request, found).state == "applied":
            messages.success(request, _("名单已写入。"))
        return redirect("landlord:list", batch_id=batch_id)
    problems = [
        {"label": reason_text(code), "count": n}
        for code, n in found.counts.get("problems", {}).items()
    ]
    return render(
        request,
        "landlord/list.html",
        {
            "found": found,
            "problems": problems,
            "waiting": found.state in WAITING,
            "failed": failure(found, get_language() or "zh-hans"),
            "progress_url": reverse("landlord:list_progress", args=[batch_id]),
            "tiles": _figures(found.counts),
            "back_url": reverse("landlord:lists"),
        },
    )


@require_safe
@own_rooms.for_landlords
def list_progress(request: ActorRequest, batch_id: int) -> HttpResponse:
    """How far the job with a large list is; the page comes anew when it has ended."""
    found = _mine(request, batch_id)
    if found.state not in WAITING:
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("landlord:list", args=[batch_id])
        return answer
    url = reverse("landlord:list_progress", args=[batch_id])
    return render(request, "imports/under_way.html", {"shown": found, "url": url})


@require_safe
@own_rooms.for_landlords
def list_problems(request: ActorRequest, batch_id: int) -> HttpResponseBase:
    """The refused rows, with the reason beside each."""
    _mine(request, batch_id)
    asked = {"batch": str(batch_id), "purpose": request.GET.get("purpose", "")}
    return send_list(request, refused_rows.EXPORT, asked)


def _mine(request: ActorRequest, batch_id: int) -> register.ImportView:
    found = register.one_import(batch_id)
    if found is None or found.party not in own_rooms.parties_of(request):
        raise NotFound("import_unknown", id=batch_id)
    return found


def _figures(counts: dict[str, Any]) -> list[dict[str, Any]]:
    tiles = [
        {"label": _("租客"), "count": counts.get("rows", 0), "icon": "users"},
        {
            "label": _("有问题"),
            "count": counts.get("rejected", 0),
            "icon": "alert-triangle",
            "tone": "late" if counts.get("rejected") else "",
        },
    ]
    if "applied" in counts or "unchanged" in counts:
        tiles += [
            {
                "label": _("已写入"),
                "count": counts.get("applied", 0),
                "icon": "check",
                "tone": "good",
            },
            {"label": _("等社区核实"), "count": counts.get("waiting", 0), "icon": "clock"},
        ]
    return tiles
