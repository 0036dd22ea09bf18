"""Adding addresses, buildings, homes and holders: set-based, and the same call again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from anju.domains.places.queries.resolving import below_divisions
from anju.domains.places.rules.addresses.compose import room_form, street_words, unit_form
from anju.domains.places.rules.addresses.keys import (
    address_key,
    building_key,
    floor_of,
    room_key,
    spot_of,
    tree,
)
from anju.domains.places.rules.codes import new_codes
from anju.foundation import codes
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.crypto import blind_index, encrypt
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.statements import Columns, insert, joined, next_ids, rows, run
from anju.foundation.errors import NotFound, Refused
from anju.foundation.events import api as events

BOUND = (BoundColumn("places_holder", "phone_cipher", "phone_index", ("holder.phone",)),)
"""Ciphertexts that are bound to the blind index beside them."""

HOLDER_PHONE = "holder.phone"


def add_holder(
    *, name: str, kind: str, phone: str = "", person_id: int | None = None, at: datetime
) -> int:
    """Record a landlord or manager; their scope key is ``holder:<id>``."""
    # Without RETURNING: the one who enters a holder cannot see the row before a building is theirs (see the policy).
    [holder_id] = next_ids("places_holder", 1)
    index = blind_index(phone, HOLDER_PHONE) if phone else None
    insert(
        "places_holder",
        {
            "id": ("bigint", [holder_id]),
            "name": ("text", [name]),
            "kind": ("text", [kind]),
            "person_id": ("bigint", [person_id]),
            "recorded_at": ("timestamptz", [at]),
            "phone_cipher": ("bytea", [encrypt(phone, HOLDER_PHONE, row=index) if phone else None]),
            "phone_index": ("bytea", [index]),
        },
    )
    return holder_id


def add_addresses(pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Make sure that these (community, street address) exist as paths of the tree; the leaf ids."""
    wanted = sorted(set(pairs))
    trees = {p: _tree(*p) for p in wanted}
    leaf: dict[tuple[str, str], int | None] = dict.fromkeys(wanted)
    for depth in range(max((len(t) for t in trees.values()), default=0)):
        level = [p for p in wanted if len(trees[p]) > depth]
        nodes = {
            (p[0], leaf[p], trees[p][depth][2]): _Node(p, leaf[p], trees[p][: depth + 1])
            for p in level
        }
        ids = _nodes(nodes)
        for p in level:
            leaf[p] = ids[(p[0], leaf[p], trees[p][depth][2])]
    return {p: i for p, i in leaf.items() if i is not None}


def _tree(region: str, text: str) -> list[tuple[str, str, str]]:
    """The nodes of a street address; divisions it begins with stand in its words and not in its keys."""
    words = street_words(text)
    rest = below_divisions(words, region)[1]
    (element, name, key), *more = tree(rest) or [("50", rest, "")]
    return [(element, words.removesuffix(rest) + name, key), *more]


class _Node:
    """A node to be: where it hangs, and what the way down to it says."""

    def __init__(
        self, pair: tuple[str, str], parent: int | None, way: Sequence[tuple[str, str, str]]
    ) -> None:
        self.region, self.parent = pair[0], parent
        self.element, self.name, self.key = way[-1]
        self.text, self.text_key = "".join(w[1] for w in way), "".join(w[2] for w in way)


def _nodes(
    nodes: Mapping[tuple[str, int | None, str], _Node],
) -> dict[tuple[str, int | None, str], int]:
    wanted = list(nodes.values())
    columns: Columns = {
        "region": ("text", [n.region for n in wanted]),
        "parent_id": ("bigint", [n.parent for n in wanted]),
        "element": ("text", [n.element for n in wanted]),
        "name": ("text", [n.name for n in wanted]),
        "key": ("text", [n.key for n in wanted]),
        "text": ("text", [n.text for n in wanted]),
        "text_key": ("text", [n.text_key for n in wanted]),
    }
    insert("places_address", columns, tail="ON CONFLICT (region, parent_id, key) DO NOTHING")
    source, values = joined({k: columns[k] for k in ("region", "parent_id", "key")})
    found = rows(
        f"""SELECT a.region, a.parent_id, a.key, a.id FROM {source} AS i(r, p, k) JOIN places_address a
        ON a.region = i.r AND a.parent_id IS NOT DISTINCT FROM i.p AND a.key = i.k""",  # noqa: S608
        values,
    )
    return {(r, p, k): int(i) for r, p, k, i in found}


def add_buildings(frame: pl.DataFrame, *, at: datetime, verified: bool = True) -> list[int]:
    """Buildings by (region, address, name, party), ids in row order. Columns also: kind, use, floors."""
    pairs = list(zip(frame["region"].to_list(), frame["address"].to_list(), strict=True))
    leaves = add_addresses(pairs)
    names = [n or "" for n in frame["name"].to_list()]
    asked = [
        (leaves[p], party or "", building_key(n))
        for p, party, n in zip(pairs, frame["party"].to_list(), names, strict=True)
    ]
    once = {
        key: n for n, key in reversed(list(enumerate(asked)))
    }  # a list names a building for each of its rooms
    firsts = list(once.values())
    rest = frame.select("kind", pl.col("use").fill_null("01"), pl.col("floors").fill_null(1))[
        firsts
    ]
    identity: Columns = {
        "address_id": ("bigint", [k[0] for k in once]),
        "party": ("text", [k[1] for k in once]),
        "key": ("text", [k[2] for k in once]),
    }
    insert(
        "places_building",
        {
            **identity,
            "region": ("text", [pairs[n][0] for n in firsts]),
            "code": ("text", new_codes(len(firsts))),
            "name": ("text", [names[n] for n in firsts]),
            "kind": ("text", rest["kind"].to_list()),
            "use": ("text", rest["use"].to_list()),
            "floors": ("int", rest["floors"].to_list()),
            "verified": ("boolean", [verified] * len(firsts)),
            "recorded_at": ("timestamptz", [at] * len(firsts)),
        },
        tail="ON CONFLICT (address_id, party, key) DO NOTHING",
    )
    source, values = joined(identity)
    found = {
        (a, p, k): int(i)
        for a, p, k, i in rows(
            f"""SELECT i.a, i.p, i.k, b.id FROM {source} AS i(a, p, k)
        JOIN places_building b ON b.address_id = i.a AND b.party = i.p AND b.key = i.k""",  # noqa: S608
            values,
        )
    }
    return [found[key] for key in asked]


def add_homes(frame: pl.DataFrame, *, at: datetime, verified: bool = True) -> list[int]:
    """Homes by (building_id, unit, room), ids in row order. Columns also: floor, capacity, dwelling, area."""
    units = [unit_form(u or "") for u in frame["unit"].to_list()]
    rooms = [room_form(r or "") for r in frame["room"].to_list()]
    columns: Columns = {
        "building_id": ("bigint", frame["building_id"].to_list()),
        "key": ("text", [room_key(u, r) for u, r in zip(units, rooms, strict=True)]),
        "code": ("text", new_codes(len(rooms))),
        "unit": ("text", units),
        "room": ("text", rooms),
        "floor": (
            "int",
            [
                f if f is not None else floor_of(r)
                for f, r in zip(frame["floor"].to_list(), rooms, strict=True)
            ],
        ),
        "capacity": ("int", frame["capacity"].fill_null(2).to_list()),
        "dwelling": ("text", frame["dwelling"].fill_null("02").to_list()),
        "area": ("numeric", frame["area"].to_list()),
        "verified": ("boolean", [verified] * len(rooms)),
    }
    source, values = joined(columns)
    run(
        f"""INSERT INTO places_home (building_id, key, code, unit, room, floor, capacity, dwelling, area, verified,
                                     region, party, recorded_at)
        SELECT i.*, b.region, b.party, %s FROM {source} AS i(b, k, c, u, r, f, p, d, a, v)
        JOIN places_building b ON b.id = i.b ON CONFLICT (building_id, key) DO NOTHING""",  # noqa: S608
        [at, *values],
    )
    source, values = joined({k: columns[k] for k in ("building_id", "key")})
    found = rows(
        f"""SELECT i.n, h.id FROM {source} WITH ORDINALITY AS i(b, k, n)
        JOIN places_home h ON h.building_id = i.b AND h.key = i.k ORDER BY i.n""",  # noqa: S608
        values,
    )
    return [int(r[1]) for r in found]


def add_alias(address_id: int, region: str, name: str) -> None:
    """Remember another name of an address; what it says of building and room is no part of that."""
    insert(
        "places_alias",
        {
            "address_id": ("bigint", [address_id]),
            "region": ("text", [region]),
            "key": ("text", [spot_of(name).address or address_key(name)]),
        },
        tail="ON CONFLICT DO NOTHING",
    )


def set_capacity(home_id: int, capacity: int) -> None:
    """How many persons the home may hold (the city sets the minimum area a head)."""
    run("UPDATE places_home SET capacity = %s WHERE id = %s", [capacity, home_id])


HOME_CHANGED = "places.home_changed"
"""How many people a home holds, or what kind of dwelling it is, was changed; names the `home`."""
MOST_PERSONS = 99
"""More people than that are never one room's."""


def require_home_values(values: Mapping[str, object]) -> None:
    """Raise `Refused` ``capacity_invalid`` (most), ``dwelling_unknown`` or ``home_field_unknown`` for what no home
    has."""
    for name, value in values.items():
        if name == "capacity":
            if (
                not isinstance(value, int)
                or isinstance(value, bool)
                or not 1 <= value <= MOST_PERSONS
            ):
                raise Refused("capacity_invalid", most=MOST_PERSONS)
        elif name != "dwelling":
            raise Refused("home_field_unknown", field=name)
        elif value not in codes.DWELLING.names:
            raise Refused("dwelling_unknown")


def change_home(home_id: int, values: Mapping[str, object], *, actor: Actor, at: datetime) -> None:
    """Set some of ``capacity`` and ``dwelling``. Needs `home.edit` there.

    Raises `NotFound` ``home_unknown``, `NotAllowed`, and as `require_home_values`.
    """
    require_home_values(values)
    found = rows("SELECT region FROM places_home WHERE id = %s", [home_id])
    if not found:
        raise NotFound("home_unknown", id=home_id)
    actor.require("home.edit", region=found[0][0])
    run(
        """UPDATE places_home SET capacity = coalesce(%s, capacity), dwelling = coalesce(%s, dwelling)
        WHERE id = %s""",
        [values.get("capacity"), values.get("dwelling"), home_id],
    )
    record_write(
        actor,
        action="places.change_home",
        subject_kind="home",
        subject_id=home_id,
        at=at,
        detail=values,
    )
    events.emit(HOME_CHANGED, {"home": home_id}, at=at)


def remove_unused(home_ids: Sequence[int], *, used: Sequence[int]) -> int:
    """Take back unverified homes that an undone list had entered, and buildings left empty by that."""
    gone = sorted(set(home_ids) - set(used))
    houses = [
        r[0]
        for r in rows("SELECT DISTINCT building_id FROM places_home WHERE id = ANY(%s)", [gone])
    ]
    count = run("DELETE FROM places_home WHERE NOT verified AND id = ANY(%s)", [gone])
    run(
        "DELETE FROM places_building b WHERE NOT b.verified AND b.id = ANY(%s) "
        "AND NOT EXISTS (SELECT FROM places_home h WHERE h.building_id = b.id)",
        [houses],
    )
    return count
