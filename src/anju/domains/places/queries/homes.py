"""Homes, buildings and holders as others see them: one, all that a party answers for, a page of a
district's buildings, those that nobody of the staff has looked at yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from anju.domains.places.data import BuildingView, HolderView, HomeView, Position
from anju.domains.places.models import Holder
from anju.domains.places.rules.addresses.compose import compose
from anju.domains.places.rules.codes import tidy
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import joined, rows
from anju.foundation.ordering import order_in

HOME = """SELECT h.id, h.code, h.region, h.party, a.text, b.name, h.unit,
    h.floor, h.room, h.capacity, h.dwelling, b.id, b.code, h.verified, h.closed_on
    FROM places_home h JOIN places_building b ON b.id = h.building_id JOIN places_address a ON a.id = b.address_id"""
BUILDING = """SELECT b.id, b.code, b.region, a.text, b.name, b.kind, b.floors, b.party, b.verified
    FROM places_building b JOIN places_address a ON a.id = b.address_id"""

BUILDINGS = "length(b.key), b.key"
ROOMS = "length(h.unit), h.unit, length(h.room), h.room, h.id"
"""The order of the buildings of an address, and of the homes of a floor: 9, 10, 11, not 10, 11, 9."""


def views(found: Iterable[tuple[Any, ...]]) -> list[HomeView]:
    """Rows of `HOME` as homes, each with its address in words."""
    return [HomeView(*[*r[:4], compose(r[4], r[5], r[6], r[8]), *r[6:]]) for r in found]


def homes(ids: Sequence[int]) -> dict[int, HomeView]:
    """Homes by id. One query."""
    return {v.id: v for v in views(rows(f"{HOME} WHERE h.id = ANY(%s)", [list(ids)], often=True))}


def home_by_code(code: str) -> HomeView | None:
    """The home of a plate; None when there is no such code."""
    found = rows(f"{HOME} WHERE h.code = %s", [tidy(code)])
    return views(found)[0] if found else None


def homes_by_code(codes: Sequence[str]) -> dict[str, int]:
    """Code of a plate, as it was given → home, of those there are. One query."""
    given = {tidy(c): c for c in codes}
    found = rows("SELECT code, id FROM places_home WHERE code = ANY(%s)", [sorted(given)])
    return {given[code]: home for code, home in found}


def lock_home(home_id: int) -> HomeView | None:
    """The home, which nobody else changes until the transaction ends; None when there is none any more."""
    if not rows("SELECT id FROM places_home WHERE id = %s FOR UPDATE", [home_id]):
        return None
    return homes([home_id]).get(home_id)


def homes_of_regions(regions: Sequence[str], *, limit: int) -> list[HomeView]:
    """Homes in use in these regions (prefixes), address by address. One query."""
    bounds = [subtree(r) for r in regions]
    where = " OR ".join(["(h.region >= %s AND h.region < %s)"] * len(bounds)) or "false"
    return views(
        rows(
            f"{HOME} WHERE h.closed_on IS NULL AND ({where}) ORDER BY a.text, {BUILDINGS}, h.floor, {ROOMS} LIMIT %s",
            [*(b for pair in bounds for b in pair), limit],
        )
    )


def positions(building_ids: Sequence[int]) -> dict[int, Position]:
    """Where these buildings stand on the map; those that nobody has put there are left out. One query."""
    found = rows(
        "SELECT id, longitude, latitude FROM places_building WHERE id = ANY(%s) AND longitude IS NOT NULL",
        [list(building_ids)],
    )
    return {building: Position(east, north) for building, east, north in found}


def homes_of_building(building_id: int) -> list[HomeView]:
    """All homes of a building, top floor first. One query."""
    return views(rows(f"{HOME} WHERE b.id = %s ORDER BY h.floor DESC, {ROOMS}", [building_id]))


def homes_of_buildings(building_ids: Sequence[int]) -> dict[int, list[HomeView]]:
    """The homes in use of these buildings, top floor first; buildings without one are left out. One query."""
    found: dict[int, list[HomeView]] = {}
    for home in views(
        rows(
            f"{HOME} WHERE b.id = ANY(%s) AND h.closed_on IS NULL ORDER BY h.floor DESC, {ROOMS}",
            [list(building_ids)],
        )
    ):
        found.setdefault(home.building_id, []).append(home)
    return found


def building(building_id: int) -> BuildingView | None:
    """One building."""
    found = rows(f"{BUILDING} WHERE b.id = %s", [building_id])
    return BuildingView(*found[0]) if found else None


def buildings(ids: Sequence[int]) -> dict[int, BuildingView]:
    """Buildings by id. One query."""
    found = rows(f"{BUILDING} WHERE b.id = ANY(%s)", [list(ids)], often=True)
    return {r[0]: BuildingView(*r) for r in found}


def buildings_after(
    after: int, region: str, *, kinds: Sequence[str], before: datetime, limit: int
) -> list[tuple[int, str]]:
    """(id, region) of buildings of these kinds in a region (prefix) that were recorded before a moment, in the order of
    their ids from the one after `after`: for rounds over all of them, block by block."""
    low, high = subtree(region)
    return rows(
        """SELECT id, region FROM places_building WHERE id > %s AND region >= %s AND region < %s
        AND kind = ANY(%s) AND recorded_at < %s ORDER BY id LIMIT %s""",
        [after, low, high, list(kinds), before, limit],
    )


def homes_after(
    after: int, region: str, *, kinds: Sequence[str], before: datetime, limit: int
) -> list[tuple[int, int, str]]:
    """(id, building, region) of homes in use in such buildings, in the order of their ids."""
    low, high = subtree(region)
    return rows(
        """SELECT h.id, h.building_id, h.region FROM places_home h JOIN places_building b ON b.id = h.building_id
        WHERE h.id > %s AND h.region >= %s AND h.region < %s AND b.kind = ANY(%s) AND h.recorded_at < %s
          AND (h.closed_on IS NULL OR h.closed_on > %s) ORDER BY h.id LIMIT %s""",
        [after, low, high, list(kinds), before, local_date(before), limit],
    )


def buildings_of(party: str) -> list[BuildingView]:
    """The buildings a party answers for."""
    return [
        BuildingView(*r)
        for r in rows(f"{BUILDING} WHERE b.party = %s ORDER BY a.text, {BUILDINGS}", [party])
    ]


def buildings_in(region: str, *, limit: int = 500) -> list[BuildingView]:
    """The buildings of a region."""
    lo, hi = subtree(region)
    sql = f"{BUILDING} WHERE b.region >= %s AND b.region < %s ORDER BY a.text, {BUILDINGS} LIMIT %s"
    return [BuildingView(*r) for r in rows(sql, [lo, hi, limit])]


def holder(holder_id: int) -> HolderView | None:
    """One landlord or manager, phone masked."""
    row = Holder.objects.filter(id=holder_id).first()
    if row is None:
        return None
    phone = (
        decrypt(row.phone_cipher, "holder.phone", row=row.phone_index) if row.phone_cipher else ""
    )
    return HolderView(
        row.id, row.name, row.kind, row.person_id, f"{phone[:3]}****{phone[-4:]}" if phone else ""
    )


def holdings(parties: Sequence[str]) -> list[tuple[BuildingView, list[HomeView]]]:
    """Buildings of these parties with their open homes, top floor first."""
    wanted = [list(parties)]
    homes: dict[int, list[HomeView]] = {}
    for view in views(
        rows(
            f"{HOME} WHERE h.party = ANY(%s) AND h.closed_on IS NULL"
            f" ORDER BY h.floor DESC, {ROOMS}",
            wanted,
        )
    ):
        homes.setdefault(view.building_id, []).append(view)
    held = [
        BuildingView(*r)
        for r in rows(f"{BUILDING} WHERE b.party = ANY(%s) ORDER BY a.text, {BUILDINGS}", wanted)
    ]
    return [(view, homes.get(view.id, [])) for view in held]


def areas_of_party(party: str) -> frozenset[str]:
    """Regions of the buildings for which a party answers. One query."""
    return frozenset(
        str(r[0])
        for r in rows("SELECT DISTINCT region FROM places_building WHERE party = %s", [party])
    )


ORDERS = {
    "address": ("a.text", "length(b.key)", "b.key"),
    "place": ("left(b.region, 12)",),
    "kind": ("b.kind",),
}
"""Columns by which the list of buildings is sorted, besides the counts of their homes (`LOADS`)."""
LOADS = {
    "homes": "coalesce(l.homes, 0)",
    "let": "coalesce(l.used, 0)",
    "free": "coalesce(l.homes - l.used, 0)",
    "over": "coalesce(l.over, 0)",
}


def buildings_page(
    regions: Sequence[str],
    *,
    limit: int,
    offset: int = 0,
    order: str = "",
    persons: Mapping[int, int] | None = None,
) -> tuple[list[BuildingView], int]:
    """Buildings of these regions and how many there are in all, by community and address or in this `order`: a key of
    `ORDERS` or, where `persons` says how many live in each home that is not free, of `LOADS`; with ``-`` before it from
    the largest down. Two queries."""
    bounds = [subtree(r) for r in regions]
    where = " OR ".join(["(b.region >= %s AND b.region < %s)"] * len(bounds)) or "false"
    place: list[object] = [b for pair in bounds for b in pair]
    usual = f"left(b.region, 12), a.text, {BUILDINGS}, b.id"
    asked = order_in(order)
    down = " DESC" if asked.down else ""
    loads, values = "", list[object]()
    if asked.column in LOADS and persons is not None:
        source, values = joined(
            {"id": ("bigint", list(persons)), "n": ("int", list(persons.values()))}
        )
        loads = f"""LEFT JOIN (SELECT h.building_id, count(*) AS homes, count(*) FILTER (WHERE i.n > 0) AS used,
            count(*) FILTER (WHERE i.n > h.capacity) AS over FROM places_home h
            LEFT JOIN {source} AS i(id, n) ON i.id = h.id WHERE h.closed_on IS NULL AND h.building_id IN
            (SELECT b.id FROM places_building b WHERE {where}) GROUP BY 1) l ON l.building_id = b.id"""  # noqa: S608
        values, usual = [*values, *place], f"{LOADS[asked.column]}{down}, {usual}"
    elif keys := ORDERS.get(asked.column):
        usual = ", ".join([f"{key}{down}" for key in keys] + ["b.id"])
    found = rows(
        f"{BUILDING} {loads} WHERE {where} ORDER BY {usual} LIMIT %s OFFSET %s",
        [*values, *place, limit, offset],
    )
    total = int(rows(f"SELECT count(*) FROM places_building b WHERE {where}", place)[0][0])  # noqa: S608
    return [BuildingView(*r) for r in found], total


def homes_in(building_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """Open homes of many buildings: (home, building, capacity). One query."""
    return rows(
        "SELECT id, building_id, capacity FROM places_home WHERE building_id = ANY(%s) AND closed_on IS NULL",
        [list(building_ids)],
    )


_OPEN = "(NOT b.verified OR EXISTS (SELECT FROM places_home h WHERE h.building_id = b.id AND NOT h.verified))"


def unverified(
    regions: Sequence[str], *, limit: int = 50, offset: int = 0
) -> tuple[list[BuildingView], int]:
    """Buildings of these regions (prefixes) that are unverified or have such rooms, by community; and how many
    there are. Two queries."""
    bounds = [subtree(r) for r in regions]
    place = " OR ".join(["(b.region >= %s AND b.region < %s)"] * len(bounds)) or "false"
    params = [b for pair in bounds for b in pair]
    found = rows(
        f"{BUILDING} WHERE ({place}) AND {_OPEN} ORDER BY b.region, a.text, {BUILDINGS} LIMIT %s OFFSET %s",
        [*params, limit, offset],
    )
    ((total,),) = rows(
        f"SELECT count(*) FROM places_building b WHERE ({place}) AND {_OPEN}",  # noqa: S608
        params,
    )
    return [BuildingView(*r) for r in found], int(total)
