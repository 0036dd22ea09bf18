"""Where buildings stand on the map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from anju.domains.places.data import Position
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_writes
from anju.foundation.db.statements import joined, rows
from anju.foundation.errors import NotFound, Refused

DEGREE = 10_000_000
"""Units of a position in one degree."""
WEST, EAST, SOUTH, NORTH = 73 * DEGREE, 136 * DEGREE, 3 * DEGREE, 54 * DEGREE
"""The country."""


def place_buildings(positions: Mapping[int, Position], *, actor: Actor, at: datetime) -> int:
    """Put buildings (by id) on the map, or elsewhere on it; how many were moved. The same position again is no change.

    Needs `home.edit` where each of them lies. `NotFound` ``building_unknown``; `NotAllowed`; `Refused`
    ``position_outside``.
    """
    if any(
        not (WEST < p.longitude < EAST and SOUTH < p.latitude < NORTH) for p in positions.values()
    ):
        raise Refused("position_outside")
    lying = dict(
        rows("SELECT id, region FROM places_building WHERE id = ANY(%s)", [list(positions)])
    )
    if len(lying) < len(positions):
        raise NotFound("building_unknown")
    for region in set(lying.values()):
        actor.require("home.edit", region=region)
    source, values = joined(
        {
            "id": ("bigint", list(positions)),
            "longitude": ("integer", [p.longitude for p in positions.values()]),
            "latitude": ("integer", [p.latitude for p in positions.values()]),
        }
    )
    with transaction.atomic():
        moved = rows(
            f"""UPDATE places_building b SET longitude = p.longitude, latitude = p.latitude
            FROM {source} AS p(id, longitude, latitude) WHERE b.id = p.id
            AND (b.longitude, b.latitude) IS DISTINCT FROM (p.longitude, p.latitude) RETURNING b.id""",  # noqa: S608
            values,
        )
        if moved:
            record_writes(
                actor,
                action="places.position",
                subject_kind="building",
                subject_ids=[i for (i,) in moved],
                person_ids=[None] * len(moved),
                details=[{}] * len(moved),
                at=at,
            )
    return len(moved)
