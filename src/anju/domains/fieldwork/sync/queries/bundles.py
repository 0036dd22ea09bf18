"""What a device carries: homes, and who is declared there, each home one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anju.domains.fieldwork.sync.data.bundles import MOST_HOMES, AwaitedThere, WaitingAt
from anju.domains.fieldwork.sync.rules.reading import canonical
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.errors import Refused


@dataclass(frozen=True, slots=True)
class Record:
    """One home as a device holds it: its text, and the persons in it."""

    code: str
    text: str
    persons: tuple[int, ...]


def records(areas: Sequence[str], *, day: date, waiting: WaitingAt) -> dict[str, Record]:
    """The homes of these areas with who is declared there on that day and what waits there, as far as the transaction
    sees; by code.

    `Refused` ``bundle_too_large`` (most). Three queries, and those of `waiting`.
    """
    homes = places.homes_of_regions(areas, limit=MOST_HOMES + 1)
    if len(homes) > MOST_HOMES:
        raise Refused("bundle_too_large", most=MOST_HOMES)
    stays: dict[int, list[StayView]] = {}
    for stay in register.occupants([h.id for h in homes], as_of=day):
        stays.setdefault(stay.home_id or 0, []).append(stay)
    seen = people.persons(sorted({s.person_id for some in stays.values() for s in some}))
    doors = waiting(areas)
    return {h.code: _record(h, stays.get(h.id, ()), seen, doors.get(h.id)) for h in homes}


def _record(
    home: HomeView,
    stays: Sequence[StayView],
    seen: Mapping[int, PersonView],
    there: AwaitedThere | None,
) -> Record:
    known = [s for s in stays if s.person_id in seen]
    text = canonical(
        {
            "code": home.code,
            "region": home.region,
            "address": home.text,
            "building": home.building_code,
            "unit": home.unit,
            "floor": home.floor,
            "room": home.room,
            "capacity": home.capacity,
            "dwelling": home.dwelling,
            "verified": home.verified,
            "people": [_person(seen[s.person_id], s) for s in known],
            **(_awaited(there) if there else {}),
        }
    )
    return Record(home.code, text, tuple(s.person_id for s in known))


def _awaited(there: AwaitedThere) -> dict[str, Any]:
    """Why somebody is to go there and until when; nothing of whom it is about."""
    tasks = [
        {"cause": cause, "due": due.isoformat(), "opened": opened.isoformat(timespec="seconds")}
        for cause, due, opened in there.tasks
    ]
    rest = {"rest_until": there.rest_until.isoformat()} if there.rest_until else {}
    return {"tasks": tasks, **rest}


def _person(person: PersonView, stay: StayView) -> dict[str, Any]:
    """Name and masked document tell people in a room apart; no number, phone or birth date goes along."""
    live = [d.masked for d in person.documents if d.live]
    return {
        "person": person.id,
        "name": person.name,
        "document": live[0] if live else "",
        "since": stay.since.isoformat(),
        "until": stay.until.isoformat() if stay.until else "",
    }
