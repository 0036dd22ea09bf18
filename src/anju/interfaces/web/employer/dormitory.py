"""The employer's own dormitories: how full each is, and one of them as a grid of rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.employers.api import EmployerView
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.interfaces.web.reception.place import titles_of


@dataclass(frozen=True, slots=True)
class DormitoryBuilding:
    """One building: rooms, beds, how many live there."""

    id: int
    title: str
    rooms: int
    beds: int
    people: int

    @property
    def free(self) -> int:
        """Beds nobody sleeps in."""
        return max(self.beds - self.people, 0)


def dormitory_buildings(employer: EmployerView, today: date) -> list[DormitoryBuilding]:
    """All buildings of the employer. Three queries, however many buildings."""
    held = places.holdings([employer.party])
    lodged = register.lodged([h.id for _, homes in held for h in homes], as_of=today)
    titles = titles_of([building for building, _ in held])
    return [
        DormitoryBuilding(
            building.id,
            titles[building.id],
            len(homes),
            sum(h.capacity for h in homes),
            sum(lodged.get(h.id, 0) for h in homes),
        )
        for building, homes in held
    ]


def floors(building_id: int, today: date) -> list[dict[str, Any]]:
    """A building for the room grid, top floor first."""
    homes = [h for h in places.homes_of_building(building_id) if h.closed_on is None]
    lodged = register.lodged([h.id for h in homes], as_of=today)
    return [
        {
            "label": _("{n} 楼").format(n=floor),
            "rooms": [_room(h, lodged.get(h.id, 0)) for h in on_it],
        }
        for floor, on_it in groupby(homes, key=lambda h: h.floor)
    ]


def _room(home: places.HomeView, count: int) -> dict[str, Any]:
    state = "free" if count == 0 else "over" if count > home.capacity else "let"
    return {
        "number": f"{home.unit}{home.room}",
        "state": state,
        "people": count,
        "capacity": home.capacity,
    }
