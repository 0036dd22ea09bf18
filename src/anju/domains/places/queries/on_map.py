"""Buildings on the map: those inside a part of it, those that nobody has put there, and those that stand outside the
grid they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anju.domains.places.data import BuildingView, Position
from anju.domains.places.queries.homes import BUILDING, BUILDINGS
from anju.domains.regions import api as regions_
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

TOWN = 9
"""Digits of the town within which a building is looked for among grids."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, in whole 1e-7 degrees."""

    west: int
    south: int
    east: int
    north: int


def buildings_on_map(
    regions: Sequence[str], box: Box, *, limit: int
) -> list[tuple[BuildingView, Position]]:
    """Buildings of these regions (prefixes) inside the box, at most `limit`. One query, by place on the map."""
    where, place = _inside(regions)
    sql = BUILDING.replace("b.verified", "b.verified, b.longitude, b.latitude", 1)
    found = rows(
        f"""{sql} WHERE b.longitude BETWEEN %s AND %s AND b.latitude BETWEEN %s AND %s AND {where}
        ORDER BY b.id LIMIT %s""",
        [box.west, box.east, box.south, box.north, *place, limit],
    )
    return [(BuildingView(*r[:-2]), Position(*r[-2:])) for r in found]


def unplaced(
    regions: Sequence[str], *, limit: int, offset: int = 0
) -> tuple[list[BuildingView], int, int]:
    """Buildings of these regions that are not on the map, by community and address, how many there are, and how many
    buildings in all. Two queries."""
    where, place = _inside(regions)
    found = rows(
        f"""{BUILDING} WHERE b.longitude IS NULL AND {where}
        ORDER BY left(b.region, 12), a.text, {BUILDINGS}, b.id LIMIT %s OFFSET %s""",
        [*place, limit, offset],
    )
    ((missing, total),) = rows(
        f"SELECT count(*) FILTER (WHERE b.longitude IS NULL), count(*) FROM places_building b WHERE {where}",  # noqa: S608
        place,
    )
    return [BuildingView(*r) for r in found], int(missing), int(total)


def buildings_by_code(codes: Sequence[str]) -> dict[str, BuildingView]:
    """Buildings by code. One query."""
    found = rows(f"{BUILDING} WHERE b.code = ANY(%s)", [list(codes)])
    return {r[1]: BuildingView(*r) for r in found}


def misplaced(positions: Mapping[int, Position], lying: Mapping[int, str]) -> dict[int, str]:
    """Of these buildings (id → position, id → region) those that would stand outside their community, or outside their
    grid: id → the grid there ("" none). Where a town has no boundaries nothing is known. A query a town."""
    towns: dict[str, list[int]] = {}
    for building, region in lying.items():
        if building in positions:
            towns.setdefault(region[:TOWN], []).append(building)
    out: dict[int, str] = {}
    for town, members in towns.items():
        points = [(positions[b].longitude, positions[b].latitude) for b in members]
        grids = regions_.grids_at(points, within=town)
        if any(grids) or regions_.boundaries(town):
            out |= {
                b: grid
                for b, grid in zip(members, grids, strict=True)
                if not grid.startswith(lying[b])
            }
    return out


def _inside(regions: Sequence[str]) -> tuple[str, list[object]]:
    bounds = [subtree(r) for r in regions]
    where = " OR ".join(["(b.region >= %s AND b.region < %s)"] * len(bounds)) or "false"
    return f"({where})", [b for pair in bounds for b in pair]
