"""Whom a signed-in landlord speaks for, and how their rooms stand today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.domains.places import api as places
from anju.domains.places.api import BuildingView, HomeView
from anju.domains.register import api as register
from anju.domains.register.api import Sender, StayView
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.declaring import View, signed_in
from anju.interfaces.web.session import ActorRequest

SOON = timedelta(days=30)
"""From when before its agreed end a tenancy is shown as ending."""


@dataclass(frozen=True, slots=True)
class Room:
    """A home with who lives there today."""

    home: HomeView
    stays: tuple[StayView, ...]
    today: date

    @property
    def ending(self) -> date | None:
        """The nearest planned move-out or agreed end that is near, or has passed without anybody
        saying that the tenant left."""
        ends = [s.until or s.leave_due for s in self.stays]
        return min((end for end in ends if end and end <= self.today + SOON), default=None)

    @property
    def state(self) -> str:
        """free, over, due or let: the most pressing one."""
        if not self.stays:
            return "free"
        if len(self.stays) > self.home.capacity:
            return "over"
        return "due" if self.ending else "let"

    @property
    def tile(self) -> dict[str, Any]:
        """As the room grid draws it."""
        return {
            "number": self.home.room or _("整屋"),
            "state": self.state,
            "people": len(self.stays),
            "capacity": self.home.capacity,
            "due": self.ending,
            "url": reverse("landlord:room", args=[self.home.code]),
        }


@dataclass(frozen=True, slots=True)
class LandlordBuilding:
    """A building with its rooms."""

    building: BuildingView
    rooms: tuple[Room, ...]

    def count(self, *states: str) -> int:
        """Rooms in one of these states."""
        return sum(r.state in states for r in self.rooms)

    @property
    def people(self) -> int:
        """How many live here."""
        return sum(len(r.stays) for r in self.rooms)

    @property
    def floors(self) -> list[dict[str, Any]]:
        """As the room grid draws them, top floor first."""
        levels = sorted({r.home.floor for r in self.rooms}, reverse=True)
        return [
            {
                "label": _("%(n)s层") % {"n": level},
                "rooms": [r.tile for r in self.rooms if r.home.floor == level],
            }
            for level in levels
        ]


def parties_of(asker: Asker) -> tuple[str, ...]:
    """The holders this account speaks for."""
    return tuple(p for p in asker.actor.parties("declare") if p.startswith("holder:"))


def for_landlords(view: View) -> View:
    """Only for who answers for homes; others are told how that is arranged."""

    @signed_in
    @wraps(view)
    def asked(request: ActorRequest, *args: Any, **more: Any) -> HttpResponseBase:  # noqa: ANN401
        if not parties_of(request):
            return render(request, "landlord/none.html")
        return view(request, *args, **more)

    return asked


def landlord_buildings(asker: Asker) -> list[LandlordBuilding]:
    """All buildings with their rooms. Three queries, however many rooms."""
    held = places.holdings(parties_of(asker))
    rooms = _rooms([home for _building, homes in held for home in homes], local_date(asker.at))
    by_id = {room.home.id: room for room in rooms}
    return [
        LandlordBuilding(building, tuple(by_id[h.id] for h in homes)) for building, homes in held
    ]


def my_room(request: ActorRequest, code: str) -> Room:
    """One of the landlord's own rooms; `NotFound` for those of others."""
    home = places.home_by_code(code)
    if home is None or home.party not in parties_of(request):
        raise NotFound("home_unknown")
    return _rooms([home], local_date(request.at))[0]


def _rooms(homes: Sequence[HomeView], today: date) -> list[Room]:
    stays: dict[int | None, list[StayView]] = {}
    for stay in register.occupants([h.id for h in homes], as_of=today):
        stays.setdefault(stay.home_id, []).append(stay)
    return [Room(home, tuple(stays.get(home.id, ())), today) for home in homes]


def sender(party: str, region: str) -> Sender:
    """The landlord as a sender of declarations."""
    holder = places.holder(int(party.split(":")[1]))
    return Sender(party, "landlord", holder.name if holder else party, party=party, region=region)


def name_of(parties: Iterable[str]) -> str:
    """The landlord's name, as the register knows it."""
    holders = [places.holder(int(p.split(":")[1])) for p in parties]
    return "、".join(h.name for h in holders if h)
