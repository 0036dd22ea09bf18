"""Staff look at what landlords and lists brought in: it is so, or it is a building on file under another name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from anju.domains.places.data import BuildingView
from anju.domains.places.operations.building import HOME_CHANGED, add_alias
from anju.domains.places.operations.building import MOST_PERSONS as MOST
from anju.domains.places.queries.homes import building
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.errors import NotFound, Refused
from anju.foundation.events import api as events


def verify_building(
    building_id: int, *, capacities: Mapping[int, int], actor: Actor, at: datetime
) -> None:
    """The building and its rooms are as entered, but for these capacities (home → persons, 1 to 99).

    Needs `home.edit` in its region. Raises `NotFound` `building_unknown`, `NotAllowed`, `Refused` `capacity_invalid`.
    """
    row = _mine(building_id, actor)
    if any(not 1 <= n <= MOST for n in capacities.values()):
        raise Refused("capacity_invalid", most=MOST)
    with transaction.atomic():
        if capacities:
            source, values = joined(
                {"h": ("bigint", list(capacities)), "n": ("int", list(capacities.values()))}
            )
            run(
                f"""UPDATE places_home t SET capacity = i.n FROM {source} AS i(h, n)
                WHERE t.id = i.h AND t.building_id = %s""",  # noqa: S608
                [*values, row.id],
            )
        run("UPDATE places_building SET verified = true WHERE id = %s", [row.id])
        run("UPDATE places_home SET verified = true WHERE building_id = %s", [row.id])
        record_write(
            actor,
            action="places.verify",
            subject_kind="building",
            subject_id=row.id,
            at=at,
            detail={"capacities": len(capacities)},
        )
        events.emit_many(HOME_CHANGED, [{"home": h} for h in sorted(capacities)], at=at)


def join_building(
    building_id: int, *, into: int, used: Collection[int], actor: Actor, at: datetime
) -> int:
    """An unverified building is one that is on file already: its address becomes another name of that one, its rooms
    go over. The id of the building that stays.

    A room that the other building has as well goes, unless somebody was ever registered in it (`used`: such homes).
    Both need `home.edit`. Raises `NotFound`, `NotAllowed`, `Refused`: `building_same`, `building_verified`,
    `building_elsewhere`, `building_other_party`, `rooms_stand_twice` (rooms).
    """
    row, other = _mine(building_id, actor), _mine(into, actor)
    if row.id == other.id:
        raise Refused("building_same")
    if row.verified:
        raise Refused("building_verified")
    if row.region != other.region:  # stays keep the region they were registered in
        raise Refused("building_elsewhere")
    if row.party not in ("", other.party):
        raise Refused("building_other_party")
    with transaction.atomic():
        twice = rows(
            """SELECT h.id, h.room FROM places_home h JOIN places_home o ON o.building_id = %s AND o.key = h.key
            WHERE h.building_id = %s ORDER BY h.room""",
            [other.id, row.id],
        )
        lived = [room for home, room in twice if home in used]
        if lived:
            raise Refused("rooms_stand_twice", rooms=lived)
        run("DELETE FROM places_home WHERE id = ANY(%s)", [[home for home, _ in twice]])
        run(
            "UPDATE places_home SET building_id = %s, region = %s, party = %s WHERE building_id = %s",
            [other.id, other.region, other.party, row.id],
        )
        ((address, region),) = rows(
            "SELECT address_id, region FROM places_building WHERE id = %s", [other.id]
        )
        if row.address != other.address:
            add_alias(address, region, row.address)
        run("DELETE FROM places_building WHERE id = %s", [row.id])
        record_write(
            actor,
            action="places.join",
            subject_kind="building",
            subject_id=other.id,
            at=at,
            detail={"gone": row.id, "rooms": len(twice)},
        )
    return other.id


def _mine(building_id: int, actor: Actor) -> BuildingView:
    row = building(building_id)
    if row is None:
        raise NotFound("building_unknown", id=building_id)
    actor.require("home.edit", region=row.region)
    return row
