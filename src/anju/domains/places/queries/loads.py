"""How homes are used: counts and lists by load. Who lives where the caller says (the register knows)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anju.domains.places.data import HomeView, Loads
from anju.domains.places.queries.homes import HOME, views
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import joined, rows
from anju.foundation.ordering import order_in

STATES = {"free": "coalesce(i.n, 0) = 0", "let": "i.n > 0", "over": "i.n > h.capacity"}
"""Load of a home → condition. A home over capacity is let as well."""

_FULLEST = (
    "ORDER BY coalesce(i.n, 0) - h.capacity DESC, a.text_key, length(b.key), b.key, h.floor, length(h.key),"
    " h.key, h.id"
)


ORDERS = {
    "address": ("a.text_key", "length(b.key)", "b.key", "h.floor", "length(h.key)", "h.key"),
    "place": ("left(h.region, 12)",),
    "people": ("coalesce(i.n, 0)",),
    "capacity": ("h.capacity",),
}
"""Columns by which the list of homes is sorted."""


def _ordered(order: str) -> str:
    column, descending = order_in(order)
    keys, down = ORDERS.get(column), " DESC" if descending else ""
    return (
        _FULLEST
        if keys is None
        else "ORDER BY " + ", ".join(f"{key}{down}" for key in (*keys, "h.id"))
    )


def count_loads(regions: Sequence[str], persons: Mapping[int, int]) -> Loads:
    """Homes of these regions by load. `persons`: how many live in each home that is not free. One query."""
    source, values, where, place = _parts(regions, persons)
    counted = ", ".join(f"count(*) FILTER (WHERE {c})" for c in STATES.values())
    found = rows(
        f"""SELECT count(*), {counted}, coalesce(sum(h.capacity), 0) FROM places_home h
        LEFT JOIN {source} AS i(id, n) ON i.id = h.id WHERE h.closed_on IS NULL AND {where}""",  # noqa: S608
        [*values, *place],
    )
    return Loads(*(int(v) for v in found[0]))


def homes_by_load(
    regions: Sequence[str],
    persons: Mapping[int, int],
    *,
    state: str,
    limit: int,
    offset: int = 0,
    order: str = "",
) -> list[tuple[HomeView, int]]:
    """Homes in that state with the number of persons, fullest first, then by address, or in this `order` (a key of
    `ORDERS`, with ``-`` before it from the largest down). One query."""
    source, values, where, place = _parts(regions, persons)
    sql = HOME.replace("h.closed_on", "h.closed_on, coalesce(i.n, 0)", 1)
    found = rows(
        f"""{sql} LEFT JOIN {source} AS i(id, n) ON i.id = h.id
        WHERE h.closed_on IS NULL AND {where} AND {STATES.get(state, "true")}
        {_ordered(order)} LIMIT %s OFFSET %s""",
        [*values, *place, limit, offset],
    )
    return list(zip(views(r[:-1] for r in found), (int(r[-1]) for r in found), strict=True))


def home_ids_by_load(
    regions: Sequence[str], persons: Mapping[int, int], *, state: str, order: str = ""
) -> list[int]:
    """All homes in that state by id, in the order of `homes_by_load`. One query."""
    source, values, where, place = _parts(regions, persons)
    return [
        r[0]
        for r in rows(
            f"""SELECT h.id FROM places_home h JOIN places_building b ON b.id = h.building_id
        JOIN places_address a ON a.id = b.address_id LEFT JOIN {source} AS i(id, n) ON i.id = h.id
        WHERE h.closed_on IS NULL AND {where} AND {STATES.get(state, "true")} {_ordered(order)}""",  # noqa: S608
            [*values, *place],
        )
    ]


def _parts(
    regions: Sequence[str], persons: Mapping[int, int]
) -> tuple[str, list[object], str, list[object]]:
    bounds = [subtree(r) for r in regions]
    where = " OR ".join(["(h.region >= %s AND h.region < %s)"] * len(bounds)) or "false"
    source, values = joined({"id": ("bigint", list(persons)), "n": ("int", list(persons.values()))})
    return source, values, f"({where})", [b for pair in bounds for b in pair]


def loads_by_area(
    regions: Sequence[str], persons: Mapping[int, int], *, digits: int
) -> dict[str, Loads]:
    """As `count_loads`, for each part of these regions: by the first `digits` of where the homes lie. One query."""
    source, values, where, place = _parts(regions, persons)
    counted = ", ".join(f"count(*) FILTER (WHERE {c})" for c in STATES.values())
    found = rows(
        f"""SELECT left(h.region, %s), count(*), {counted}, coalesce(sum(h.capacity), 0) FROM places_home h
        LEFT JOIN {source} AS i(id, n) ON i.id = h.id WHERE h.closed_on IS NULL AND {where} GROUP BY 1""",  # noqa: S608
        [digits, *values, *place],
    )
    return {area: Loads(*(int(v) for v in counts)) for area, *counts in found}
