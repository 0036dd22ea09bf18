"""Where buildings stand on the map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from anju.domains.places.data import Position
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_writes
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.errors import Conflict, NotFound, Refused

DEGREE = 10_000_000
"""Units of a position in one degree."""
WEST, EAST, SOUTH, NORTH = 73 * DEGREE, 136 * DEGREE, 3 * DEGREE, 54 * DEGREE
"""The country."""


def place_buildings(
    positions: Mapping[int, Position | None],
    *,
    actor: Actor,
    at: datetime,
    instead_of: Mapping[int, Position | None] | None = None,
) -> int:
    """Put buildings (by id) on the map, elsewhere on it, or (None) off it; how many were moved. The same position again
    is no change. `instead_of`: where they must stand now, for taking a change back.

    Needs `home.edit` where each of them lies. `NotFound` ``building_unknown``; `NotAllowed`; `Refused`
    ``position_outside``; `Conflict` ``position_changed`` for one that stands elsewhere than `instead_of` says.
    """
    if any(outside(p) for p in positions.values() if p is not None):
        raise Refused("position_outside")
    with transaction.atomic():
        before = _held(list(positions), actor)
        if instead_of is not None and any(before[b] != p for b, p in instead_of.items()):
            raise Conflict("position_changed")
        moved = [b for b, p in positions.items() if p != before[b]]
        if moved:
            _move(moved, positions)
            record_writes(
                actor,
                action="places.position",
                subject_kind="building",
                subject_ids=moved,
                person_ids=[None] * len(moved),
                details=[{"from": _pair(before[b]), "to": _pair(positions[b])} for b in moved],
                at=at,
            )
    return len(moved)


def outside(position: Position) -> bool:
    """Does it lie outside the country?"""
    return not (WEST < position.longitude < EAST and SOUTH < position.latitude < NORTH)


def _held(buildings: list[int], actor: Actor) -> dict[int, Position | None]:
    found = rows(
        "SELECT id, region, longitude, latitude FROM places_building WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
        [buildings],
    )
    if len(found) < len(buildings):
        raise NotFound("building_unknown")
    for region in {r[1] for r in found}:
        actor.require("home.edit", region=region)
    return {b: None if x is None else Position(x, y) for b, _region, x, y in found}


def _move(moved: list[int], positions: Mapping[int, Position | None]) -> None:
    placed = [positions[b] for b in moved]
    source, values = joined(
        {
            "id": ("bigint", moved),
            "longitude": ("integer", [p.longitude if p else None for p in placed]),
            "latitude": ("integer", [p.latitude if p else None for p in placed]),
        }
    )
    run(
        f"""UPDATE places_building b SET longitude = p.longitude, latitude = p.latitude
        FROM {source} AS p(id, longitude, latitude) WHERE b.id = p.id""",  # noqa: S608
        values,
    )


def _pair(position: Position | None) -> list[int] | None:
    return None if position is None else [position.longitude, position.latitude]
