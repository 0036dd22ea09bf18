"""Keys of addresses, buildings and rooms made anew from what stands in their rows, when the way keys are made changed.

Set-based: each different text is read once. Rows that turn out to name one place keep a key of their own (``key~id``,
the oldest the plain one): `./anju addresses check` shows them to a person, who joins them or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from anju.domains.places.queries.resolving import below_divisions, displayed_street
from anju.domains.places.rules.addresses.compose import room_form, unit_form
from anju.domains.places.rules.addresses.keys import address_key, building_key, room_key, spot_of
from anju.foundation.db.statements import Columns, joined, rows, run

CHUNK = 20_000
TAIL = 14
"""Characters of a key left free for ``~id``."""


def rekey() -> int:
    """Bring every key to the present form; the number of rows changed. Doing it again changes nothing."""
    if not rows("SELECT 1 FROM places_address LIMIT 1"):
        return 0
    return _addresses() + _buildings() + _homes() + _aliases()


def _addresses() -> int:
    read = [
        (region, text, *_streets(region, text))
        for region, text in rows("SELECT DISTINCT region, text FROM places_address")
    ]
    changed = 0
    for source, values in _staged(
        [(*r[:3], address_key(r[3])[:200]) for r in read], ("region", "text", "shown", "k")
    ):
        changed += run(
            f"""UPDATE places_address a SET text = i.shown, text_key = i.k,
                name = CASE WHEN a.parent_id IS NULL THEN left(i.shown, 100) ELSE a.name END
            FROM {source} AS i(region, text, shown, k) WHERE a.region = i.region AND a.text = i.text
              AND (a.text, a.text_key) IS DISTINCT FROM (i.shown, i.k)""",  # noqa: S608
            values,
        )
    # A node's own key is what its text adds to that of the node above.
    own = """SELECT a.id, a.key, a.region || '/' || coalesce(a.parent_id, 0) AS among, left(
            CASE WHEN p.text_key <> '' AND starts_with(a.text_key, p.text_key) AND a.text_key <> p.text_key
                 THEN substr(a.text_key, length(p.text_key) + 1) ELSE a.text_key END, 86) AS fresh
        FROM places_address a LEFT JOIN places_address p ON p.id = a.parent_id"""
    return changed + _unchanged("places_address", own)


def _streets(region: str, text: str) -> tuple[str, str]:
    """(the street as it is shown, as it is keyed) of an address on file."""
    rest = below_divisions(text, region)[1]
    return displayed_street(region, rest)[:200], rest


def _buildings() -> int:
    listed = [
        (name, building_key(name)[: 60 - TAIL])
        for (name,) in rows("SELECT DISTINCT name FROM places_building")
    ]
    _stage("fresh_building", listed, ("name", "fresh"))
    return _unchanged(
        "places_building",
        """SELECT b.id, b.key, b.address_id || '/' || b.party AS among, f.fresh
        FROM places_building b JOIN fresh_building f ON f.name = b.name""",
    )


def _homes() -> int:
    found = rows("SELECT DISTINCT unit, room FROM places_home")
    _stage(
        "fresh_home",
        [
            (
                unit,
                room,
                unit_form(unit)[:20],
                room_form(room)[:20],
                room_key(unit, room)[: 40 - TAIL],
            )
            for unit, room in found
        ],
        ("unit", "room", "unit_now", "room_now", "fresh"),
    )
    changed = _unchanged(
        "places_home",
        """SELECT h.id, h.key, h.building_id::text AS among, f.fresh
        FROM places_home h JOIN fresh_home f ON f.unit = h.unit AND f.room = h.room""",
    )
    run("""UPDATE places_home h SET unit = f.unit_now, room = f.room_now FROM fresh_home f
        WHERE f.unit = h.unit AND f.room = h.room AND (f.unit, f.room) <> (f.unit_now, f.room_now)""")
    return changed


def _aliases() -> int:
    changed = 0
    listed = [
        (key, (spot_of(key).address or address_key(key))[:100])
        for (key,) in rows("SELECT DISTINCT key FROM places_alias")
    ]
    for source, values in _staged([r for r in listed if r[0] != r[1]], ("key", "fresh")):
        changed += run(
            f"""UPDATE places_alias s SET key = i.fresh FROM {source} AS i(key, fresh) WHERE s.key = i.key
            AND NOT EXISTS (SELECT FROM places_alias o WHERE o.region = s.region AND o.key = i.fresh)
            AND s.id = (SELECT min(o.id) FROM places_alias o WHERE o.region = s.region AND o.key = s.key)""",  # noqa: S608
            values,
        )
    return changed


def _unchanged(table: str, own: str) -> int:
    """Give each row of `own` (id, key, among, fresh) its fresh key: plain to the oldest of those that
    share it among their like, with its id to the others. First all of them leave their old keys, so
    that no two meet on the way."""
    run("DROP TABLE IF EXISTS pg_temp.fresh_key")
    run(f"""CREATE TEMP TABLE fresh_key ON COMMIT DROP AS SELECT id, key, CASE
        WHEN row_number() OVER (PARTITION BY among, fresh ORDER BY id) = 1 THEN fresh ELSE fresh ||
        '~' || id END AS fresh
        FROM ({own}) own""")  # noqa: S608 - a query of this file
    run("DELETE FROM fresh_key WHERE key = fresh")
    run(f"UPDATE {table} t SET key = '~' || t.id FROM fresh_key f WHERE f.id = t.id")  # noqa: S608
    return run(f"UPDATE {table} t SET key = f.fresh FROM fresh_key f WHERE f.id = t.id")  # noqa: S608


def _stage(table: str, listed: Sequence[tuple[Any, ...]], names: Sequence[str]) -> None:
    run(f"DROP TABLE IF EXISTS pg_temp.{table}")
    run(f"CREATE TEMP TABLE {table} ({', '.join(f'{n} text' for n in names)}) ON COMMIT DROP")
    for source, values in _staged(listed, names):
        run(f"INSERT INTO {table} SELECT * FROM {source}", values)  # noqa: S608
    run(f"ANALYZE {table}")


def _staged(
    listed: Sequence[tuple[Any, ...]], names: Sequence[str]
) -> Iterable[tuple[str, list[Any]]]:
    for start in range(0, len(listed), CHUNK):
        part = listed[start : start + CHUNK]
        columns: Columns = {n: ("text", [row[i] for row in part]) for i, n in enumerate(names)}
        yield joined(columns)
