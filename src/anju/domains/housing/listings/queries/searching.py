"""Finding vacancies: the best of a search, by the keys of open listings.

A search looks into few cells of an index (way of letting, bedrooms, bands of area and rent), takes the first of each in
its order, and the best of all of these; where most cells would be looked into, the order alone is followed until enough
are found that are wanted. Either way a page costs the same however many listings there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from anju.domains.housing.listings.data.search import PAGE, SORTS, Found, Search
from anju.domains.housing.listings.queries.views import listings_by_id
from anju.domains.housing.listings.rules import cursors
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows
from anju.foundation.errors import Refused

MANY_CELLS = 300
"""From so many cells on, newest first is read along the order."""
_WANTED = (
    "k.rent BETWEEN %(rent_from)s AND %(rent_to)s AND k.area BETWEEN %(area_from)s AND %(area_to)s"
)
_NEWEST = f"""
SELECT 0, found.turn, found.listing_id FROM unnest(%(places)s::text[]) AS p(place) CROSS JOIN
unnest(%(share)s::int[], %(rooms)s::int[], %(area)s::int[], %(rent)s::int[]) AS c(share, rooms, area, rent)
CROSS JOIN LATERAL (SELECT k.turn, k.listing_id FROM housing_listing_key k
    WHERE k.place = p.place AND k.share = c.share AND k.rooms = c.rooms AND k.area_band = c.area
    AND k.rent_band = c.rent AND {_WANTED} AND k.turn < %(turn)s ORDER BY k.turn DESC LIMIT %(most)s) found
ORDER BY found.turn DESC LIMIT %(most)s"""  # noqa: S608
_ALONG = f"""
SELECT 0, found.turn, found.listing_id FROM unnest(%(places)s::text[]) AS p(place)
CROSS JOIN LATERAL (SELECT k.turn, k.listing_id FROM housing_listing_key k
    WHERE k.place = p.place AND k.share = ANY(%(shares)s) AND k.rooms = ANY(%(room_counts)s) AND {_WANTED}
    AND k.turn < %(turn)s ORDER BY k.turn DESC LIMIT %(most)s) found
ORDER BY found.turn DESC LIMIT %(most)s"""  # noqa: S608
_CHEAPEST = f"""
SELECT found.rent, found.turn, found.listing_id FROM unnest(%(places)s::text[]) AS p(place) CROSS JOIN
unnest(%(share)s::int[], %(rooms)s::int[], %(area)s::int[]) AS c(share, rooms, area)
CROSS JOIN LATERAL (SELECT k.rent, k.turn, k.listing_id FROM housing_listing_key k
    WHERE k.place = p.place AND k.share = c.share AND k.rooms = c.rooms AND k.area_band = c.area AND {_WANTED}
    AND (k.rent, k.turn) > (%(value)s, %(turn)s) ORDER BY k.rent, k.turn LIMIT %(most)s) found
ORDER BY found.rent, found.turn LIMIT %(most)s"""  # noqa: S608
_LARGEST = f"""
SELECT found.area, found.turn, found.listing_id FROM unnest(%(places)s::text[]) AS p(place) CROSS JOIN
unnest(%(share)s::int[], %(rooms)s::int[], %(rent)s::int[]) AS c(share, rooms, rent)
CROSS JOIN LATERAL (SELECT k.area, k.turn, k.listing_id FROM housing_listing_key k
    WHERE k.place = p.place AND k.share = c.share AND k.rooms = c.rooms AND k.rent_band = c.rent AND {_WANTED}
    AND (k.area, k.turn) < (%(value)s, %(turn)s) ORDER BY k.area DESC, k.turn DESC LIMIT %(most)s) found
ORDER BY found.area DESC, found.turn DESC LIMIT %(most)s"""  # noqa: S608
_TOP_PLACES = """
WITH RECURSIVE top(place) AS (
    SELECT min(place) FROM housing_listing_key WHERE place > ''
    UNION ALL SELECT (SELECT min(k.place) FROM housing_listing_key k WHERE k.place > top.place || ':')
    FROM top WHERE top.place IS NOT NULL)
SELECT place FROM top WHERE place IS NOT NULL"""
_COMMUNITIES = f"""
SELECT k.place, count(*) FROM housing_listing_key k WHERE k.place BETWEEN %(low)s AND %(high)s
AND k.share = ANY(%(shares)s) AND k.rooms = ANY(%(room_counts)s) AND {_WANTED} GROUP BY k.place"""  # noqa: S608
TOWN, GRID = 9, 15
"""Digits of a town."""
_LAST = 9 * 10**18


def search(wanted: Search, *, after: str = "", most: int = PAGE) -> Found:
    """The best open listings of a search, from the cursor `after` on. Three queries at most; raises `Refused`
    ``listing_sort_unknown``."""
    if wanted.sort not in SORTS:
        raise Refused("listing_sort_unknown", sort=wanted.sort)
    hits = _hits(wanted, after, most + 1)
    listings = listings_by_id([h[2] for h in hits[:most]])
    more = cursors.cursor(*hits[most - 1][:2]) if len(hits) > most else ""
    return Found(tuple(listings), more)


def count_by_community(wanted: Search) -> dict[str, int]:
    """How many open listings of a search there are in each community of a town (`wanted.place` has nine digits), those
    with any. One query; empty for any other place."""
    if len(wanted.place) != TOWN:
        return {}
    values = _values(wanted, 0) | {"low": wanted.place + "000", "high": wanted.place + "999"}
    return {place: int(count) for place, count in rows(_COMMUNITIES, values)}


def open_by_area(prefix: str, *, digits: int) -> dict[str, int]:
    """Open listings in a division, by the part (2, 4, 6, 9, 12 or 15 `digits`) in which they are offered. By grid those
    of homes that are known count: other offers say no more than the community. One query."""
    low, high = subtree(prefix)
    if digits == GRID:
        by_grid = rows(
            "SELECT region, count(*) FROM housing_listing WHERE state = 'open' AND home_id IS NOT NULL "
            "AND region >= %s AND region < %s AND length(region) = %s GROUP BY 1",
            [low, high, digits],
        )
        return {grid: int(count) for grid, count in by_grid}
    found = rows(
        "SELECT place, count(*) FROM housing_listing_key WHERE place >= %s AND place < %s AND length(place) = %s"
        " GROUP BY 1",
        [low, high, digits],
    )
    return {area: int(count) for area, count in found}


def open_at_homes(home_ids: Sequence[int]) -> dict[int, int]:
    """Open listings of each of these homes that has any. Public facts. One query."""
    sql = "SELECT home_id, count(*) FROM housing_listing WHERE state = 'open' AND home_id = ANY(%s) GROUP BY 1"
    return {home: int(count) for home, count in rows(sql, [list(home_ids)])}


def _hits(wanted: Search, after: str, most: int) -> list[tuple[int, int, int]]:
    """(value of the order, turn, listing), best first."""
    values = _values(wanted, most)
    start = cursors.read_cursor(after)
    ends = (-1, -1) if wanted.sort == "cheapest" else (cursors.NO_END, _LAST)
    values["value"], values["turn"] = start or ends
    if wanted.sort == "newest":
        cells = cursors.cells(wanted)
        if len(cells) * len(values["places"]) > MANY_CELLS:
            return rows(_ALONG, values, often=True)
        return rows(_NEWEST, values | _columns(("share", "rooms", "area", "rent"), cells))
    if wanted.sort == "cheapest":
        parts = (cursors.shares(wanted), cursors.rooms(wanted), cursors.area_bands(wanted))
        values["rent_from"] = max(values["rent_from"], 0)
        return rows(_CHEAPEST, values | _columns(("share", "rooms", "area"), [*product(*parts)]))
    bands = (cursors.shares(wanted), cursors.rooms(wanted), cursors.rent_bands(wanted))
    values["area_from"] = max(values["area_from"], 0)
    return rows(_LARGEST, values | _columns(("share", "rooms", "rent"), [*product(*bands)]))


def _values(wanted: Search, most: int) -> dict[str, Any]:
    rent_from, rent_to = cursors.rents(wanted)
    area_from, area_to = cursors.areas(wanted)
    return {
        "places": [wanted.place] if wanted.place else ["", *(r[0] for r in rows(_TOP_PLACES))],
        "shares": list(cursors.shares(wanted)),
        "room_counts": list(cursors.rooms(wanted)),
        "rent_from": rent_from,
        "rent_to": rent_to,
        "area_from": area_from,
        "area_to": area_to,
        "most": most,
    }


def _columns(names: tuple[str, ...], cells: list[Any]) -> dict[str, list[int]]:
    return {name: [cell[n] for cell in cells] for n, name in enumerate(names)}
