"""Buildings a page at a time: a district has more of them than a page should draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anju.domains.places.data import BuildingView
from anju.domains.places.queries.homes import BUILDING, BUILDINGS
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import joined, rows
from anju.foundation.ordering import order_in

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
