"""A clerk enters a home that nobody had on file, and remembers how people call it."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from anju.domains.places.data import HomeView
from anju.domains.places.operations.building import add_alias, add_buildings, add_homes
from anju.domains.places.queries.homes import homes
from anju.domains.places.queries.resolving import LONGEST, below_divisions, spots
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import NotFound, Refused


def enter_home(
    *,
    actor: Actor,
    at: datetime,
    region: str,
    address: str,
    building: str = "",
    unit: str = "",
    room: str = "",
    dwelling: str = "02",
    capacity: int = 4,
) -> HomeView:
    """Enter a home with its address and building; what exists already is taken as it is.

    Needs `home.edit` in the region (12 or 15 digits). Raises `Refused` `region_missing`, `address_missing`,
    `address_too_long` (the most characters of each).
    """
    actor.require("home.edit", region=region or "0")
    if len(region) < 12:
        raise Refused("region_missing")
    if not address.strip():
        raise Refused("address_missing")
    (read,) = spots(
        pl.DataFrame(
            {
                "region": [region],
                "address": [address.strip()],
                "building": [building.strip()],
                "unit": [unit.strip()],
                "room": [room.strip()],
            }
        )
    ).iter_rows(named=True)
    if read["spot_key"] is None:
        raise Refused("address_too_long", **LONGEST)
    building_id = add_buildings(
        pl.DataFrame(
            {
                "region": [region],
                "address": [read["address"]],
                "name": [read["building"]],
                "party": [""],
                "kind": ["rental"],
                "use": ["01"],
                "floors": [1],
            }
        ),
        at=at,
    )[0]
    home = add_homes(
        pl.DataFrame(
            {
                "building_id": [building_id],
                "unit": [read["unit"]],
                "room": [read["room"]],
                "floor": [None],
                "capacity": [capacity],
                "dwelling": [dwelling],
                "area": [None],
            },
            schema_overrides={"floor": pl.Int64, "area": pl.Float64},
        ),
        at=at,
    )[0]
    audit.record_write(
        actor,
        action="places.enter_home",
        subject_kind="home",
        subject_id=home,
        at=at,
        detail={"region": region},
    )
    return homes([home])[home]


def enter_separate_home(
    home_id: int, *, address: str, building: str, unit: str, room: str, at: datetime
) -> HomeView:
    """A home of its own for words that were taken for another: in the same community, of the same landlord and kind,
    unverified. Raises `NotFound` home_unknown, `Refused` address_too_long."""
    facts = rows(
        "SELECT b.kind, b.use, b.floors, h.capacity, h.dwelling FROM places_home h "
        "JOIN places_building b ON b.id = h.building_id WHERE h.id = %s",
        [home_id],
    )
    if not facts:
        raise NotFound("home_unknown", id=home_id)
    home, (kind, use, floors, capacity, dwelling) = homes([home_id])[home_id], facts[0]
    (read,) = spots(
        pl.DataFrame(
            {
                "region": [home.region],
                "address": [address],
                "building": [building],
                "unit": [unit],
                "room": [room],
            }
        )
    ).iter_rows(named=True)
    if read["spot_key"] is None:
        raise Refused("address_too_long", **LONGEST)
    building_id = add_buildings(
        pl.DataFrame(
            {
                "region": [read["region"]],
                "address": [read["address"]],
                "name": [read["building"]],
                "party": [home.party],
                "kind": [kind],
                "use": [use],
                "floors": [floors],
            }
        ),
        at=at,
        verified=False,
    )[0]
    (made,) = add_homes(
        pl.DataFrame(
            {
                "building_id": [building_id],
                "unit": [read["unit"]],
                "room": [read["room"]],
                "floor": [None],
                "capacity": [capacity],
                "dwelling": [dwelling],
                "area": [None],
            },
            schema_overrides={"floor": pl.Int64, "area": pl.Float64},
        ),
        at=at,
        verified=False,
    )
    return homes([made])[made]


def close_home(home_id: int, *, on: date | None) -> None:
    """Nobody is entered there from that day on; None opens it again. The caller records why."""
    run("UPDATE places_home SET closed_on = %s WHERE id = %s", [on, home_id])


def remember_alias(home_id: int, name: str, *, actor: Actor, at: datetime) -> None:
    """Let another name stand for the street address of this home from now on. Needs `home.edit` there."""
    found = rows(
        "SELECT b.address_id, a.region FROM places_home h JOIN places_building b ON b.id = h.building_id "
        "JOIN places_address a ON a.id = b.address_id WHERE h.id = %s",
        [home_id],
    )
    if not found:
        raise NotFound("home_unknown", id=home_id)
    address, region = found[0]
    actor.require("home.edit", region=region)
    if name.strip():
        add_alias(address, region, below_divisions(name.strip(), region)[1])
        audit.record_write(
            actor, action="places.alias", subject_kind="address", subject_id=address, at=at
        )
