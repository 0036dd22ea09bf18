"""Whose reception it is, and how its rooms stand now. Employers and landlords have the same, over their own rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.domains.places import api as places
from anju.domains.places.api import BuildingView, HomeView
from anju.domains.register import api as register
from anju.domains.register.api import Sender, arrivals
from anju.interfaces.web.reception.reading import RoomNames

DORMITORY = "dormitory"
NAMED = 8
"""Free rooms that are named where a room turned out to be full."""
SenderOf = Callable[[HomeView], Sender]


@dataclass(frozen=True, slots=True)
class ReceptionArea:
    """The area a reception is in, and for whom it acts. `name`: of the landlord or employer; `regions`: those of the
    senders themselves, in which their forms may lie besides those of the buildings."""

    area: str
    parties: tuple[str, ...]
    name: str
    home_url: str
    sender_of: SenderOf
    employer_id: int | None = None
    regions: tuple[str, ...] = ()
    kwargs: dict[str, int] = field(default_factory=dict)

    def url(self, page: str, **more: object) -> str:
        """The address of a page of the reception in this area."""
        return reverse(f"{self.area}:{page}", kwargs={**self.kwargs, **more})


@dataclass(frozen=True, slots=True)
class ReceptionRoom:
    """A room and how many live there today. `shared`: a room of a dormitory, whose beds are given one by one."""

    home: HomeView
    people: int
    shared: bool

    @property
    def number(self) -> str:
        """As its door says."""
        return f"{self.home.unit}{self.home.room}" or _("整屋")

    @property
    def free(self) -> int:
        """Beds in which nobody sleeps."""
        return max(self.home.capacity - self.people, 0)

    @property
    def state(self) -> str:
        """free, let, full or over."""
        if not self.people:
            return "free"
        if self.people > self.home.capacity:
            return "over"
        return "let" if self.free else "full"


@dataclass(frozen=True)
class ReceptionBuilding:
    """A building with its rooms, top floor first."""

    building: BuildingView
    title: str
    rooms: tuple[ReceptionRoom, ...]

    @property
    def id(self) -> int:
        """Of the building."""
        return self.building.id

    @property
    def free(self) -> int:
        """Free beds."""
        return sum(r.free for r in self.rooms)

    @property
    def upwards(self) -> list[ReceptionRoom]:
        """Its rooms from the lowest floor up, each floor in the order of its doors."""
        return sorted(self.rooms, key=lambda r: r.home.floor)


@dataclass(frozen=True)
class Reception:
    """The reception with all its buildings as they stand today, one of them before the clerk."""

    area: ReceptionArea
    today: date
    buildings: tuple[ReceptionBuilding, ...]
    chosen: ReceptionBuilding | None

    @cached_property
    def rooms(self) -> dict[str, ReceptionRoom]:
        """All rooms by code."""
        return {r.home.code: r for b in self.buildings for r in b.rooms}

    @cached_property
    def by_id(self) -> dict[int, ReceptionRoom]:
        """All rooms by id."""
        return {r.home.id: r for r in self.rooms.values()}

    @cached_property
    def names(self) -> RoomNames:
        """What the rooms may be called here."""
        return RoomNames.of(
            [
                (b.id, b.building.name, [(r.number, r.home.code) for r in b.rooms])
                for b in self.buildings
            ],
            self.chosen.id if self.chosen else 0,
        )

    @property
    def homes(self) -> list[int]:
        """The ids of all rooms."""
        return list(self.by_id)

    @property
    def regions(self) -> list[str]:
        """Where forms of this reception lie."""
        return sorted({*self.area.regions, *(b.building.region for b in self.buildings)})

    def shortly(self, room: ReceptionRoom) -> str:
        """As it is typed: the number alone in the building before the clerk."""
        here = self.chosen is not None and room.home.building_id == self.chosen.id
        return room.number if here else self.label(room.home.id)

    @property
    def free_rooms(self) -> list[str]:
        """The first rooms with a free bed in the building before the clerk."""
        rooms = self.chosen.upwards if self.chosen else []
        return [r.number for r in rooms if r.free][:NAMED]

    def building_of(self, room: ReceptionRoom) -> ReceptionBuilding:
        """The building of a room."""
        return next(b for b in self.buildings if b.id == room.home.building_id)

    def label(self, home_id: int | None) -> str:
        """A room as the reception calls it: its number, with the building where there are several."""
        room = self.by_id.get(home_id or 0)
        if room is None:
            return "—"
        if len(self.buildings) == 1:
            return room.number
        return f"{self.building_of(room).title}-{room.number}"


def reception_now(area: ReceptionArea, *, today: date, building: str = "") -> Reception:
    """The reception as it stands. Four queries, however many rooms."""
    held = places.holdings(area.parties)
    ids = [h.id for _b, homes in held for h in homes]
    people = Counter(register.lodged(ids, as_of=today))
    people.subtract(home for _person, home in arrivals.left_today(ids, day=today))
    titles = titles_of([b for b, _homes in held])
    buildings = tuple(
        ReceptionBuilding(
            b,
            titles[b.id],
            tuple(ReceptionRoom(h, people[h.id], b.kind == DORMITORY) for h in homes),
        )
        for b, homes in held
        if homes
    )
    wanted = next((b for b in buildings if str(b.id) == building), None)
    return Reception(area, today, buildings, wanted or (buildings[0] if buildings else None))


def titles_of(buildings: Sequence[BuildingView]) -> dict[int, str]:
    """What each building is called among these: its name, with the address where several bear the same name."""
    named = Counter(b.name for b in buildings)
    return {b.id: b.name if b.name and named[b.name] == 1 else b.title for b in buildings}


def floors(reception: Reception) -> list[dict[str, Any]]:
    """The building before the clerk as the room grid draws it, top floor first."""
    if reception.chosen is None:
        return []
    levels = sorted({r.home.floor for r in reception.chosen.rooms}, reverse=True)
    base = f"{reception.area.url('reception')}?building={reception.chosen.id}&room="
    return [
        {
            "label": _("%(n)s层") % {"n": level},
            "rooms": [
                {
                    "number": r.number,
                    "state": r.state,
                    "people": r.people,
                    "capacity": r.home.capacity,
                    "url": f"{base}{r.home.code}",
                }
                for r in reception.chosen.rooms
                if r.home.floor == level
            ],
        }
        for level in levels
    ]
