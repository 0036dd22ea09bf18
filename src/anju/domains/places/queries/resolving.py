"""Which home rows speak of: by code, or by what their address, building and room say.

Homes on file that name one place, and words that name another place than the home they led to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from anju.domains.places.data import HomeView
from anju.domains.places.queries.homes import HOME, views
from anju.domains.places.rules.addresses.compose import compose, street_words
from anju.domains.places.rules.addresses.keys import (
    Spot,
    address_key,
    building_key,
    former_address_key,
    former_room_key,
    named,
    placed,
    room_key,
)
from anju.domains.places.rules.codes import tidy
from anju.domains.regions import api as regions
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import joined, rows
from anju.foundation.errors import NotFound
from anju.foundation.frames import each_row, put

COMMUNITY = 12
DECLARED_COLUMNS = ("home_code", "region", "party", "address", "building", "unit", "room")
FOUND: dict[str, type[pl.DataType]] = {
    "home_id": pl.Int64,
    "home_region": pl.Utf8,
    "home_party": pl.Utf8,
    "home_dwelling": pl.Utf8,
}
"""What `resolve` adds."""
_NOT_FOUND = (None, None, None, None)


def resolve(frame: pl.DataFrame) -> pl.DataFrame:
    """Which home does each row speak of? Adds `home_id` (null: not found), `home_region`,
    `home_party`, `home_dwelling`.

    Columns read: home_code, region, address, building, unit, room, party. A code decides alone. Otherwise the address
    (or an alias of it), the building and the room must fit inside the region; a row of a party looks first among the
    buildings the party answers for, where the building's name suffices.
    """
    asked = [tuple([v or "" for v in row]) for row in each_row(frame, DECLARED_COLUMNS)]
    numbers = {
        spot: n for n, spot in enumerate(dict.fromkeys(asked))
    }  # a dormitory's eight beds are looked up once
    found = _resolved(list(numbers))
    hits = [found.get(numbers[spot], _NOT_FOUND) for spot in asked]
    return put(
        frame,
        *(pl.Series(c, [h[n] for h in hits], dtype=t) for n, (c, t) in enumerate(FOUND.items())),
    )


@lru_cache(maxsize=1 << 15)
def place_of(region: str, address: str, building: str, unit: str, room: str) -> tuple[str, Spot]:
    """(region, spot) of what a row says: the divisions its address begins with are taken off, and where they name a
    community inside the region, that is where it lies."""
    code, rest = below_divisions(address, region)
    if code and len(region) < COMMUNITY and code.startswith(region) and not code.endswith("000"):
        region = code
    return region, placed(rest, building, unit, room)


SPOT = ("region", "address", "building", "unit", "room")
LONGEST = {"address": 100, "building": 60, "unit": 20, "room": 20}
LONGEST_HOME_KEY = 40
"""Characters the register keeps of each."""


def spots(frame: pl.DataFrame) -> pl.DataFrame:
    """What each row says of its place, as the register would keep it: columns `SPOT`, and `spot_key`,
    equal for rows that mean one place. A row whose words are longer than the register keeps has no key."""
    read = [_distinct(*[v or "" for v in row]) for row in each_row(frame, SPOT)]
    columns = [
        pl.Series(c, [r[i] for r in read], dtype=pl.Utf8) for i, c in enumerate((*SPOT, "spot_key"))
    ]
    return put(frame, *columns)


@lru_cache(maxsize=1 << 15)
def _distinct(
    region: str, address: str, building: str, unit: str, room: str
) -> tuple[str, str, str, str, str, str | None]:
    lies_in, spot = place_of(region, address, building, unit, room)
    name = building if building_key(building) == spot.building else spot.building
    street = displayed_street(lies_in, street_words(spot.street)) or (
        name if not spot.address else ""
    )
    kept = {"address": street, "building": name, "unit": spot.unit, "room": spot.room}
    fits = (
        all(len(kept[c]) <= most for c, most in LONGEST.items())
        and len(building_key(name)) <= LONGEST["building"]
        and len(spot.home) <= LONGEST_HOME_KEY
    )
    return (
        lies_in,
        street,
        name,
        spot.unit,
        spot.room,
        "\x1f".join((lies_in, *spot.key)) if fits else None,
    )


def in_words(region: str, address: str, building: str, unit: str, room: str) -> str:
    """What a row says of its place, written as the register writes a home."""
    street, name, unit_form, room_form = address_parts(region, address, building, unit, room)
    key = building_key(name)
    return compose(street, key if _MARKED.fullmatch(key) else name, unit_form, room_form)


_MARKED = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*栋")
_ROAD_NUMBER = re.compile(
    r"[路街巷弄道]\s*[0-9０-９一二三四五六七八九十百]+(?:[-—之附][0-9]+)?\s*[号號](?!楼)"
)


def address_parts(
    region: str, address: str, building: str, unit: str, room: str
) -> tuple[str, str, str, str]:
    """(street address, building, unit, room) that the words hold together."""
    return _distinct(region, address, building, unit, room)[1:5]


def holds_street_address(text: str) -> bool:
    """True for words that name a road and a number there, and so are no building's name alone."""
    return bool(_ROAD_NUMBER.search(text))


def displayed_street(region: str, street: str) -> str:
    """A street address as it stands on pages: a number or group of a village bears the village's name (东园村12号)."""
    if not street or named(street):
        return street
    village = regions.community(region)
    return street if street.startswith(village) else village + street


def whole_address(home: HomeView) -> str:
    """The address from the province down, for cards and sheets: each part once."""
    try:
        town = regions.get(home.region[:9].ljust(12, "0")).full_name
    except NotFound:
        town = ""
    village = regions.community(home.region)
    _, rest = below_divisions(home.text, home.region)
    return town + (village if village.endswith("村") or rest != home.text else "") + rest


@lru_cache(maxsize=1 << 15)
def below_divisions(address: str, region: str) -> tuple[str, str]:
    """(code of the narrowest division the address begins with, or "", what follows). An address of divisions alone
    stays whole."""
    code, start = regions.read_divisions(address, within=region) if address and region else ("", 0)
    rest = address[start:].strip(" ,，、.-—/")
    return code, rest or address


def _resolved(spots: Sequence[tuple[str, ...]]) -> dict[int, tuple[Any, ...]]:
    """Number of the spot → home, its region, party, dwelling."""
    codes = [tidy(s[0]) for s in spots]
    asked: list[tuple[int, str, str, str, str, str, str]] = []
    for n, (code, region, party, address, building, unit, room) in enumerate(spots):
        if code:  # it decides alone: what else such a row says of the place need not be read
            asked.append((n, codes[n], region, party, "", "", ""))
            continue
        lies_in, spot = place_of(region, address, building, unit, room)
        asked.append((n, "", lies_in, party, *spot.key))
        whole = _undivided(below_divisions(address, region)[1], building, unit, room)
        if whole != spot.key:
            asked.append((n, "", lies_in, party, *whole))
    names = ("n", "code", "region", "party", "address", "building", "room")
    source, values = joined(
        {
            name: ("int" if name == "n" else "text", [a[i] for a in asked])
            for i, name in enumerate(names)
        }
    )
    sql = _BY_CODE if all(codes) else _RESOLVE
    return {r[0]: r[1:] for r in rows(sql.format(source=source, room=_ROOM), values, often=True)}


@lru_cache(maxsize=1 << 15)
def _undivided(address: str, building: str, unit: str, room: str) -> tuple[str, str, str]:
    """The same without moving what the address says of building and room: so homes stand that were entered with all of
    it in the address."""
    return address_key(address), building_key(building), room_key(unit, room)


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
 SELECT *, min(rank) OVER (PARTITION BY n) AS best FROM (
  SELECT i.n, h.id, i.code AS place, 0 AS rank FROM i JOIN places_home h ON h.code = i.code WHERE i.code <> ''
  UNION ALL
  SELECT i.n, h.id, b.party || '/' || i.building, 0 FROM i
       JOIN places_building b ON b.party = i.party AND split_part(b.key, '~', 1) = i.building
       JOIN places_home h ON h.building_id = b.id AND h.closed_on IS NULL AND {room}
  WHERE i.code = '' AND i.party <> '' AND i.building <> ''
  UNION ALL
  SELECT i.n, h.id, b.party || '/' || split_part(b.key, '~', 1), (split_part(b.key, '~', 1) <> i.building)::int FROM i
       JOIN leaf l ON l.wanted = i.region AND l.address = i.address
       JOIN places_building b ON b.address_id = l.id AND (split_part(b.key, '~', 1) = i.building OR i.building = '')
       JOIN places_home h ON h.building_id = b.id AND h.closed_on IS NULL AND {room}
  WHERE i.code = ''
) hit) hit WHERE rank = best GROUP BY n HAVING count(DISTINCT id) = 1 OR count(DISTINCT place) = 1) one
JOIN places_home h ON h.id = one.id"""
_ROOM = "h.key >= i.room AND h.key <= i.room || '~:' AND split_part(h.key, '~', 1) = i.room"
"""Rooms of this key, those too that an earlier version entered apart from it (`rekeying`): the oldest is meant."""


def same_places(region: str) -> list[list[HomeView]]:
    """Open homes of a region that name one place, by groups, the oldest first. Those of two landlords are two homes."""
    lo, hi = subtree(region)
    groups: dict[tuple[str, ...], list[HomeView]] = defaultdict(list)
    for view in views(
        rows(
            f"{HOME} WHERE h.region >= %s AND h.region < %s AND h.closed_on IS NULL ORDER BY h.id",
            [lo, hi],
        )
    ):
        _, spot = place_of(view.region, view.text, "", "", "")
        groups[(view.region[:12], view.party, *spot.key)].append(view)
    return [group for group in groups.values() if len(group) > 1]


def led_astray(home: HomeView, address: str, building: str, unit: str, room: str) -> bool:
    """Did these words lead to this home only because separators were left out (8-1号 and 81号)?"""
    _, place = place_of(home.region, address, building, unit, room)
    _, stands = place_of(home.region, home.text, "", "", "")
    if place.key == stands.key or not place.address:
        return False
    was = former_address_key(place.address + place.building) + former_room_key(
        place.unit, place.room
    )
    return was == former_address_key(stands.address + stands.building) + former_room_key(
        stands.unit, stands.room
    )
