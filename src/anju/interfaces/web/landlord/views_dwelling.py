"""What a room is like, stated by its landlord."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from anju.interfaces.web.housing import dwelling_page
from anju.interfaces.web.landlord import own_rooms
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def dwelling(request: ActorRequest, code: str) -> HttpResponse:
    """Spaces, areas, persons, fire equipment; judged on the room's page."""
    room = own_rooms.my_room(request, code)
    back = reverse("landlord:room", args=[room.home.code])

    def page(context: dict[str, Any], status: int) -> HttpResponse:
        return render(
            request,
            "landlord/dwelling.html",
            {"room": room, "back_url": back, **context},
            status=status,
        )

    return dwelling_page.answer(
        request, room.home, channel="landlord", page=page, back=f"{back}#standards"
    )
