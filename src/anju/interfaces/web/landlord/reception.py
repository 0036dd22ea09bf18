"""The landlord's or building manager's reception."""

from __future__ import annotations

from django.urls import reverse

from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.landlord import own_rooms
from anju.interfaces.web.reception.place import ReceptionArea


def reception_of(asker: Asker) -> ReceptionArea:
    """The reception over all rooms of those the account speaks for; `NotFound` for everybody else."""
    parties = own_rooms.parties_of(asker)
    if not parties:
        raise NotFound("home_unknown")
    return ReceptionArea(
        "landlord",
        parties,
        own_rooms.name_of(parties),
        reverse("landlord:home"),
        lambda home: own_rooms.sender(home.party, home.region),
    )
