"""Finding homes: by code, by what a list says, by what a person types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from anju.domains.places.data import BuildingView, HolderView, HomeView
from anju.domains.places.models import Holder
from anju.domains.places.rules.codes import tidy
from anju.domains.places.rules.keys import address_key, room_key
from anju.foundation.crypto import decrypt
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import joined, rows
from anju.foundation.frames import put

HOME = """SELECT h.id, h.code, h.region, h.party,
    a.text || CASE WHEN b.name <> '' THEN b.name ELSE '' END
           || CASE WHEN h.unit <> '' THEN h.unit || '单元' ELSE '' END
           || CASE WHEN h.room <> '' THEN h.room || '室' ELSE '' END,
    h.unit, h.floor, h.room, h.capacity, h.dwelling, b.id, b.code, h.verified, h.closed_on
    FROM places_home h JOIN places_building b ON b.id = h.building_id JOIN places_address a ON a.id = b.address_id"""
BUILDING = """SELECT b.id, b.code, b.region, a.text, b.name, b.kind, b.floors, b.party, b.verified
    FROM places_building b JOIN places_address a ON a.id = b.address_id"""


def homes(ids: Sequence[int]) -> dict[int, HomeView]:
    """Homes by id. One query."""
    return {r[0]: HomeView(*r) for r in rows(f"{HOME} WHERE h.id = ANY(%s)", [list(ids)], often=True)}


def home_by_code(code: str) -> HomeView | None:
    """The home of a plate; None when there is no such code."""
    found = rows(f"{HOME} WHERE h.code = %s", [tidy(code)])
    return HomeView(*found[0]) if found else None


def homes_of_building(building_id: int) -> list[HomeView]:
    """All homes of a building, top floor first. One query."""
    return [HomeView(*r) for r in rows(f"{HOME} WHERE b.id = %s ORDER BY h.floor DESC, h.unit, h.key", [building_id])]


def building(building_id: int) -> BuildingView | None:
    """One building."""
    found = rows(f"{BUILDING} WHERE b.id = %s", [building_id])
    return BuildingView(*found[0]) if found else None


def buildings_of(party: str) -> list[BuildingView]:
    """The buildings a party answers for."""
    return [BuildingView(*r) for r in rows(f"{BUILDING} WHERE b.party = %s ORDER BY a.text, b.key", [party])]


def buildings_in(region: str, *, limit: int = 500) -> list[BuildingView]:
    """The buildings of a region."""
    lo, hi = subtree(region)
    sql = f"{BUILDING} WHERE b.region >= %s AND b.region < %s ORDER BY a.text, b.key LIMIT %s"
    return [BuildingView(*r) for r in rows(sql, [lo, hi, limit])]


def holder(holder_id: int) -> HolderView | None:
    """One landlord or manager, phone masked."""
    row = Holder.objects.filter(id=holder_id).first()
    if row is None:
        return None
    phone = decrypt(row.phone_cipher, "holder.phone") if row.phone_cipher else ""
    return HolderView(row.id, row.name, row.kind, row.person_id, f"{phone[:3]}****{phone[-4:]}" if phone else "")


def suggest(q: str, *, regions: Sequence[str] = ("",), party: str = "", limit: int = 12) -> list[HomeView]:
    """Homes whose code, address, building or room matches the typed text, room numbers last. One query.

    The text may begin a code or an address, or name an address and go on with building and room. Inside a street (or
    for a party, among its own) it may also stand in the middle.
    """
    key = address_key(q)
    if len(key) < 2:
        return []
    match, params = _matching(q, key, regions, party)
    found = rows(f"""{match} {HOME} JOIN hit ON hit.id = h.id WHERE h.closed_on IS NULL
        ORDER BY length(a.text_key), a.text_key, b.key, h.floor, h.key LIMIT %s""", [*params, limit])
    return [HomeView(*r) for r in found]


def find_ids(q: str, *, regions: Sequence[str], limit: int) -> list[int]:
    """Ids of the homes `suggest` would find, in no order. One query."""
    key = address_key(q)
    if len(key) < 2:
        return []
    match, params = _matching(q, key, regions, "")
    return [r[0] for r in rows(f"{match} SELECT id FROM hit LIMIT %s", [*params, limit])]  # noqa: S608 - clauses of this file


def _matching(q: str, key: str, regions: Sequence[str], party: str) -> tuple[str, list[object]]:
    """A clause `hit` (ids of homes) that indexes answer, whatever the size of the register, with its parameters."""
    place, bounds = _inside(regions)
    owner = " AND h.party = %s" if party else ""
    owned = [party] if party else []
    code = tidy(q)
    ways = [(f"SELECT h.id FROM places_home h WHERE h.code >= %s AND h.code < %s AND {place}{owner}",  # noqa: S608
             [code, code + "~", *bounds, *owned])]
    if party or all(len(r) >= STREET for r in regions):
        ways.append((f"SELECT h.id {_JOINED} WHERE {_TEXT} LIKE %s AND {place}{owner}",
                     [f"%{_plain(key)}%", *bounds, *owned]))
    else:
        inside = place.replace("h.region", "a.region")
        ways += [(f"SELECT h.id {_JOINED} WHERE a.text_key >= %s AND a.text_key < %s AND {inside} AND {place}{owner}",
                  [key, key + LAST, *bounds, *bounds, *owned]),
                 (f"SELECT h.id {_JOINED} WHERE a.text_key = ANY(%s) AND {inside} AND {_TEXT} LIKE %s AND {place}{owner}",
                  [[key[:n] for n in range(2, len(key))], *bounds, f"{_plain(key)}%", *bounds, *owned])]
    union = " UNION ".join(f"({sql} LIMIT {MOST})" for sql, _ in ways)
    return f"WITH hit AS ({union})", [p for _, params in ways for p in params]


STREET = 9
"""Digits of a region's code from which on it is small enough to be read through."""
MOST = 2_000
"""Homes looked at each way: a road's name alone may stand for tens of thousands."""
LAST = "\U0010ffff"
_JOINED = """FROM places_home h JOIN places_building b ON b.id = h.building_id
    JOIN places_address a ON a.id = b.address_id"""
_TEXT = "a.text_key || b.key || h.key"


def _plain(key: str) -> str:
    """Typed text in a LIKE pattern, its own wildcards being plain characters."""
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _inside(regions: Sequence[str]) -> tuple[str, list[object]]:
    bounds = [subtree(r) for r in regions]
    sql = " OR ".join(["(h.region >= %s AND h.region < %s)"] * len(bounds)) or "false"
    return f"({sql})", [b for pair in bounds for b in pair]


def resolve(frame: pl.DataFrame) -> pl.DataFrame:
    """Which home does each row speak of? Adds `home_id` (null: not found), `home_region`, `home_party`, `home_dwelling`.

    Columns read: home_code, region, address, building, unit, room, party. A code decides alone. Otherwise the address
    (or an alias of it), the building and the room must fit inside the region; a row of a party looks first among the
    buildings the party answers for, where the building's name suffices.
    """
    said = [[v or "" for v in frame[c].to_list()] for c in ("home_code", "region", "party", "address", "building",
                                                            "unit", "room")]
    asked = list(zip(*said, strict=True))
    numbers = {spot: n for n, spot in enumerate(dict.fromkeys(asked))}  # a dormitory's eight beds are looked up once
    found = _resolved(list(numbers))
    hits = [found.get(numbers[spot], _NOT_FOUND) for spot in asked]
    return put(frame, *(pl.Series(c, [h[n] for h in hits], dtype=t) for n, (c, t) in enumerate(FOUND.items())))


FOUND: dict[str, pl.DataType] = {"home_id": pl.Int64(), "home_region": pl.Utf8(), "home_party": pl.Utf8(),
                                 "home_dwelling": pl.Utf8()}
"""What `resolve` adds."""
_NOT_FOUND = (None, None, None, None)


def _resolved(spots: Sequence[tuple[str, ...]]) -> dict[int, tuple[Any, ...]]:
    """Number of the spot → home, its region, party, dwelling."""
    codes = [tidy(s[0]) for s in spots]
    # A code decides alone: what else such a row says of the place need not be read.
    texts = [("", "", "") if s[0] else _keys(s[3:]) for s in spots]
    source, values = joined({
        "n": ("int", list(range(len(spots)))), "code": ("text", codes), "region": ("text", [s[1] for s in spots]),
        "party": ("text", [s[2] for s in spots]), "address": ("text", [t[0] for t in texts]),
        "building": ("text", [t[1] for t in texts]), "room": ("text", [t[2] for t in texts])})
    sql = _BY_CODE if all(codes) else _RESOLVE
    return {r[0]: r[1:] for r in rows(sql.format(source=source), values, often=True)}


_BY_CODE = """
SELECT i.n, h.id, h.region, h.party, h.dwelling FROM {source} AS i(n, code, region, party, address, building, room)
JOIN places_home h ON h.code = i.code"""
_RESOLVE = """
WITH i AS (SELECT * FROM {source} AS i(n, code, region, party, address, building, room)),
leaf AS (SELECT DISTINCT i.region AS wanted, i.address, x.id FROM i JOIN LATERAL (
    SELECT a.id FROM places_address a WHERE i.address <> '' AND i.region <> '' AND a.region >= i.region
       AND a.region < i.region || ':' AND a.text_key = i.address
    UNION SELECT s.address_id FROM places_alias s WHERE i.address <> '' AND i.region <> '' AND s.region >= i.region
       AND s.region < i.region || ':' AND s.key = i.address) x ON true)
SELECT one.n, h.id, h.region, h.party, h.dwelling FROM (SELECT n, min(id) AS id FROM (
  SELECT i.n, h.id FROM i JOIN places_home h ON h.code = i.code WHERE i.code <> ''
  UNION ALL
  SELECT i.n, h.id FROM i JOIN places_building b ON b.party = i.party AND b.key = i.building
       JOIN places_home h ON h.building_id = b.id AND h.key = i.room
  WHERE i.code = '' AND i.party <> '' AND i.building <> ''
  UNION ALL
  SELECT i.n, h.id FROM i JOIN leaf l ON l.wanted = i.region AND l.address = i.address
       JOIN places_building b ON b.address_id = l.id AND (b.key = i.building OR i.building = '')
       JOIN places_home h ON h.building_id = b.id AND h.key = i.room
  WHERE i.code = ''
) hit GROUP BY n HAVING count(DISTINCT id) = 1) one JOIN places_home h ON h.id = one.id"""


def _keys(row: tuple[str, ...]) -> tuple[str, str, str]:
    address, building_name, unit, room = row
    return address_key(address), address_key(building_name), room_key(unit, room)
