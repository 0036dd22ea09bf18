"""Finding homes by what a person types: a code, an address as far as it goes, its parts in any order."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.places.data import HomeView
from anju.domains.places.queries.homes import BUILDINGS, HOME, views
from anju.domains.places.rules.addresses.parsing import Typed, typed
from anju.domains.places.rules.codes import tidy
from anju.domains.regions import api as divisions
from anju.domains.regions.api import Level
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

LONGEST = 120
"""Characters of a typed text that are looked for: no address is longer, and each more costs."""


def suggest(
    q: str, *, regions: Sequence[str] = ("",), party: str = "", limit: int = 12
) -> list[HomeView]:
    """Homes whose code, address, building or room matches the typed text, room numbers last.

    The text may begin a code or an address, name an address and go on with building and room, or hold parts of an
    address in any order (606 东升路), a town or a community among them (幸福泉 东升路 306). Inside a street (or for a
    party, among its own) it may also stand in the middle. One query when that finds any; else one more
    for each word and area, and a last one.
    """
    found = _suggest(q[:LONGEST], regions, party, limit)
    if not found and (named := _in_a_named_place(q[:LONGEST], regions)):
        found = _suggest(*named, party, limit)
    return found


def _in_a_named_place(q: str, regions: Sequence[str]) -> tuple[str, list[str]] | None:
    """Words that name a town or a community narrow where the others are looked for (洞阳镇 幸福泉
    东升路 306): the other words, with the places; None when no word does, or all do."""
    words, areas, others = q.split()[:MOST_WORDS], list(regions), []
    for word in words if len(words) > 1 else ():
        inside = [
            max(area, prefix, key=len)
            for prefix in _named(word, regions)
            for area in areas
            if area.startswith(prefix) or prefix.startswith(area)
        ]
        if inside:
            areas = inside
        else:
            others.append(word)
    return (" ".join(others), areas) if 0 < len(others) < len(words) else None


def _named(word: str, regions: Sequence[str]) -> list[str]:
    """Prefixes of the towns and communities whose names begin so."""
    return [
        place.prefix
        for area in regions
        for place in divisions.suggest(word, within=area, levels=NAMED_LEVELS, limit=MOST_NAMED)
        if place.name.startswith(word)
    ]


def _suggest(q: str, regions: Sequence[str], party: str, limit: int) -> list[HomeView]:
    asked = typed(q)
    if asked is None:
        return []
    match, params = _matching(q, asked, regions, party, most=MOST)
    return views(
        rows(
            f"""{match} {HOME} JOIN hit ON hit.id = h.id WHERE h.closed_on IS NULL
        ORDER BY length(a.text_key), a.text_key, {BUILDINGS}, h.floor, length(h.key), h.key LIMIT %s""",
            [*params, limit],
        )
    )


def find_ids(q: str, *, regions: Sequence[str], limit: int) -> list[int]:
    """Ids of the homes that the typed text may mean, in no order; `limit` of them when there may be more. One query."""
    asked = typed(q[:LONGEST])
    if asked is None:
        return []
    match, params = _matching(q[:LONGEST], asked, regions, "", most=limit)
    return [r[0] for r in rows(f"{match} SELECT id FROM hit LIMIT %s", [*params, limit])]  # noqa: S608 - clauses of this file


def _matching(
    q: str, asked: Typed, regions: Sequence[str], party: str, *, most: int
) -> tuple[str, list[object]]:
    """A clause `hit` (ids of homes) that indexes answer, whatever the size of the register, with its parameters; each
    way is looked through as far as `most` homes."""
    place, bounds = _inside(regions)
    owner = " AND h.party = %s" if party else ""
    owned = [party] if party else []
    code = tidy(q)
    ways: list[tuple[str, list[object]]] = [
        (
            f"SELECT h.id FROM places_home h WHERE h.code >= %s AND h.code < %s AND {place}{owner}",  # noqa: S608
            [code, code + "~", *bounds, *owned],
        )
    ]
    if party or all(len(r) >= STREET for r in regions):
        ways += [
            (
                f"SELECT h.id {_JOINED} WHERE {' AND '.join([f'{_TEXT} LIKE %s'] * len(words))} AND {place}{owner}",
                [*(f"%{_plain(w)}%" for w in words), *bounds, *owned],
            )
            for words in dict.fromkeys((*((k,) for k in asked.keys), asked.words))
            if words
        ]
    else:
        inside = place.replace("h.region", "a.region")
        ways += [
            (
                f"SELECT h.id {_JOINED} WHERE a.text_key >= %s AND a.text_key < %s AND {inside} AND {place}{owner}",
                [key, key + LAST, *bounds, *bounds, *owned],
            )
            for key in asked.keys
        ]
        ways += [
            (
                f"SELECT h.id {_JOINED} WHERE a.text_key = ANY(%s) AND {inside} AND {_TEXT} LIKE %s AND {place}{owner}",
                [
                    [key[:n] for n in range(2, len(key))],
                    *bounds,
                    f"{_plain(key)}%",
                    *bounds,
                    *owned,
                ],
            )
            for key in asked.keys
            if len(key) > 2
        ]
        if len(asked.words) > 1:
            name, *others = asked.words
            held = "".join([f" AND {_TEXT} LIKE %s"] * len(others))
            begins = f"a.text_key >= %s AND a.text_key < %s AND {inside}"
            ways.append(
                (
                    f"SELECT h.id {_JOINED} WHERE {begins}{held} AND {place}{owner}",
                    [
                        name,
                        name + LAST,
                        *bounds,
                        *(f"%{_plain(w)}%" for w in others),
                        *bounds,
                        *owned,
                    ],
                )
            )
    union = " UNION ".join(f"({sql} LIMIT {most})" for sql, _ in ways)
    return f"WITH hit AS ({union})", [p for _, params in ways for p in params]


NAMED_LEVELS = (Level.TOWN, Level.COMMUNITY)
MOST_NAMED, MOST_WORDS = 5, 6
"""Places of one name that are looked into; words of which one may be such a name."""
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
