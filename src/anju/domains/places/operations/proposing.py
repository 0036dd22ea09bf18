"""Buildings and rooms that a landlord adds: in use at once, unverified until staff have looked at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from anju.domains.places.operations.building import add_buildings, add_homes
from anju.domains.places.queries.homes import building
from anju.domains.places.queries.resolving import LONGEST, spots
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.errors import NotFound, Refused

MOST_ROOMS = 600
_COMMUNITY = 12


def propose_building(
    *,
    party: str,
    region: str,
    address: str,
    name: str,
    rooms: Sequence[str],
    capacity: int,
    actor: Actor,
    at: datetime,
) -> int:
    """Add a building with rooms for a party; its id. The same again adds nothing twice.

    `Refused` ``region_not_community``, ``address_missing``, ``address_too_long``, ``rooms_missing``,
    ``rooms_too_many``.
    """
    actor.require("home.edit", party=party)
    if len(region) < _COMMUNITY or not regions.path(region):
        raise Refused("region_not_community")
    if not address.strip():
        raise Refused("address_missing")
    (read,) = spots(
        pl.DataFrame(
            {
                "region": [region],
                "address": [address.strip()],
                "building": [name.strip()],
                "unit": [""],
                "room": [""],
            }
        )
    ).iter_rows(named=True)
    if read["spot_key"] is None:
        raise Refused("address_too_long", **LONGEST)
    (made,) = add_buildings(
        pl.DataFrame(
            [
                {
                    "region": region,
                    "address": read["address"],
                    "name": read["building"],
                    "party": party,
                    "kind": "rental",
                    "use": "01",
                    "floors": 1,
                }
            ]
        ),
        at=at,
        verified=False,
    )
    propose_rooms(made, rooms=rooms, capacity=capacity, actor=actor, at=at)
    return made


def propose_rooms(
    building_id: int, *, rooms: Sequence[str], capacity: int, actor: Actor, at: datetime
) -> list[int]:
    """Add rooms to a building of the actor's party; their ids. Rooms that exist stay as they are."""
    view = building(building_id)
    if view is None or not actor.may("home.edit", party=view.party):
        raise NotFound("building_unknown")
    wanted = list(dict.fromkeys(r.strip()[:20] for r in rooms if r.strip()))
    if not wanted:
        raise Refused("rooms_missing")
    if len(wanted) > MOST_ROOMS:
        raise Refused("rooms_too_many", most=MOST_ROOMS)
    ids = add_homes(
        pl.DataFrame(
            [
                {
                    "building_id": building_id,
                    "unit": "",
                    "room": r,
                    "floor": None,
                    "capacity": capacity,
                    "dwelling": "02",
                    "area": None,
                }
                for r in wanted
            ],
            schema={
                "building_id": pl.Int64,
                "unit": pl.Utf8,
                "room": pl.Utf8,
                "floor": pl.Int64,
                "capacity": pl.Int64,
                "dwelling": pl.Utf8,
                "area": pl.Float64,
            },
        ),
        at=at,
        verified=False,
    )
    record_write(
        actor,
        action="home.propose",
        subject_kind="building",
        subject_id=building_id,
        at=at,
        detail={"rooms": len(wanted)},
    )
    return ids
