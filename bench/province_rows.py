"""The rows of the register that `province` fills: people, documents, phones, stays, homes, as the one
intake writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.harness import SEED

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, tzinfo=UTC)
CHUNK = 50_000
ROOMS = 10
"""Homes of a building."""
worker: dict[str, Any] = {}
"""What a filling process keeps: its connection, the codes of the communities, tails it has computed."""


def homes_for(people: int) -> int:
    """Three homes for ten people, in whole buildings."""
    return -(-people * 3 // 10 // ROOMS) * ROOMS


def communities() -> list[str]:
    """Codes of the province's communities, sorted."""
    from django.conf import settings

    from anju.demo import divisions

    return divisions.communities(Path(settings.NODE_MODULES), divisions.PROVINCE)["code"].to_list()


def _region_of(building: int) -> str:
    codes = worker["communities"]
    return codes[building % len(codes)]


def homes(start: int, stop: int) -> dict[str, Any]:
    """Addresses, buildings and homes; ids follow from the number of the home (whole buildings to a job)."""
    import polars as pl

    from anju.domains.places.rules.addresses.keys import address_key, room_key

    count = len(worker["communities"])
    buildings = list(range(start // ROOMS, -(-stop // ROOMS)))
    regions = [_region_of(b) for b in buildings]
    plates = [f"{b // count + 1}号" for b in buildings]
    # Addresses: every building has a door plate of its own under the one road of its community.
    roads = [b for b in buildings if b < count]
    address = pl.concat(
        [
            _addresses(
                [b + 1 for b in roads],
                [None] * len(roads),
                [_region_of(b) for b in roads],
                "41",
                "新屋路",
                "新屋路",
            ),
            _addresses(
                [count + b + 1 for b in buildings],
                [b % count + 1 for b in buildings],
                regions,
                "50",
                plates,
                ["新屋路" + p for p in plates],
            ),
        ]
    )
    numbers = list(range(start, stop))
    rooms = [f"{h % ROOMS // 2 + 1}0{h % 2 + 1}" for h in numbers]
    at, n, m = AT.isoformat(), len(buildings), len(numbers)
    return {
        "places_address": address.with_columns(
            pl.Series("key", [address_key(t) for t in address["name"].to_list()]),
            pl.Series("text_key", [address_key(t) for t in address["text"].to_list()]),
        ),
        "places_building": pl.DataFrame(
            {
                "id": [b + 1 for b in buildings],
                "code": _codes(0, buildings),
                "address_id": [count + b + 1 for b in buildings],
                "region": regions,
                "name": [""] * n,
                "key": [""] * n,
                "kind": ["rental"] * n,
                "use": ["01"] * n,
                "floors": [5] * n,
                "party": [""] * n,
                "verified": [True] * n,
                "recorded_at": [at] * n,
            }
        ),
        "places_home": pl.DataFrame(
            {
                "id": [h + 1 for h in numbers],
                "code": _codes(1, numbers),
                "building_id": [h // ROOMS + 1 for h in numbers],
                "region": [_region_of(h // ROOMS) for h in numbers],
                "party": [""] * m,
                "unit": [""] * m,
                "floor": [h % ROOMS // 2 + 1 for h in numbers],
                "room": rooms,
                "key": [room_key("", r) for r in rooms],
                "capacity": [4] * m,
                "dwelling": ["02"] * m,
                "verified": [True] * m,
                "recorded_at": [at] * m,
            }
        ),
    }


def _codes(kind: int, numbers: Sequence[int]) -> list[str]:
    """Codes that look drawn but never fall together, as three million really drawn ones do once in eight registers."""
    from anju.domains.places.rules.codes import BITS, code_of

    return [code_of((2 * n + kind) * 0x9E3779B97F5 % (1 << BITS)) for n in numbers]


def _addresses(
    ids: list[int],
    parents: list[int | None],
    regions: list[str],
    element: str,
    name: Any,
    text: Any,
) -> Any:
    import polars as pl

    n = len(ids)
    return pl.DataFrame(
        {
            "id": ids,
            "parent_id": pl.Series(parents, dtype=pl.Int64),
            "region": regions,
            "element": [element] * n,
            "name": [name] * n if isinstance(name, str) else name,
            "text": [text] * n if isinstance(text, str) else text,
        },
        schema_overrides={
            "id": pl.Int64,
            "region": pl.Utf8,
            "element": pl.Utf8,
            "name": pl.Utf8,
            "text": pl.Utf8,
        },
    )


def people_slice(start: int, stop: int) -> Any:
    """These people of the endless stream; `start` a multiple of CHUNK (given names are drawn by the chunk)."""
    from anju.demo.stream import part

    return part(start, stop, seed=SEED, today=TODAY)


def home_of(person: int, people: int) -> tuple[int, int | None]:
    """(home lived in now, earlier home or None), counted from 0."""
    count = homes_for(people)
    now = person * count // people
    return now, ((now * 7 + 11) % count if person % 5 == 0 else None)


@lru_cache(maxsize=1 << 20)
def _read(name: str) -> tuple[str, str, str]:
    from anju.domains.people.rules.readings import readings

    return readings(name)


def _hex(values: Sequence[bytes | None]) -> list[str | None]:
    return [None if v is None else "\\x" + v.hex() for v in values]


def _tails(values: list[str], context: str) -> list[str]:
    """Blind indexes of short texts, of which there are few: each is computed once."""
    from anju.foundation.crypto import blind_indexes

    known = worker["tails"].setdefault(context, {})
    missing = sorted({v for v in values if v not in known})
    known.update(zip(missing, _hex(blind_indexes(missing, context)), strict=True))
    return [known[v] for v in values]


def persons(start: int, stop: int, people: int) -> dict[str, Any]:
    """Everything about these people, as rows of the tables."""
    import polars as pl

    from anju.domains.people.rules import keys
    from anju.domains.people.rules.scripts import search_key
    from anju.foundation.crypto import blind_indexes, encrypt_many

    frame = people_slice(start, stop)
    ids, at, n = [i + 1 for i in range(start, stop)], AT.isoformat(), stop - start
    names, numbers, phones = (frame[c].to_list() for c in ("name", "doc_number", "phone"))
    read = [_read(x) for x in names]
    texts = [keys.index_text("111", "CHN", x) for x in numbers]
    tail = _tails([keys.tail(x) for x in numbers], keys.TAIL)
    phone_tail = _tails([p[-4:] for p in phones], keys.PHONE_TAIL)
    person = pl.DataFrame(
        {
            "id": ids,
            "name": names,
            "sex": frame["sex"],
            "birth_date": frame["birth_date"],
            "nationality": ["CHN"] * n,
            "origin": frame["origin"],
            "hukou_text": [""] * n,
            "pinyin": [r[0] for r in read],
            "initials": [r[1] for r in read],
            "other_reading": [r[2] for r in read],
            "search_name": [search_key(x) for x in names],
            "education": [""] * n,
            "marital": [""] * n,
            "recorded_at": [at] * n,
        }
    )
    document = pl.DataFrame(
        {
            "person_id": ids,
            "kind": ["111"] * n,
            "issuer": ["CHN"] * n,
            "number_cipher": _hex(
                encrypt_many(numbers, keys.NUMBER, rows=blind_indexes(texts, keys.INDEX))
            ),
            "number_index": _hex(blind_indexes(texts, keys.INDEX)),
            "tail6": tail,
            "live": [True] * n,
            "recorded_at": [at] * n,
        }
    )
    contact = pl.DataFrame(
        {
            "person_id": ids,
            "kind": ["phone"] * n,
            "value_cipher": _hex(
                encrypt_many(phones, keys.PHONE, rows=blind_indexes(phones, keys.PHONE_INDEX))
            ),
            "value_index": _hex(blind_indexes(phones, keys.PHONE_INDEX)),
            "tail4": phone_tail,
            "live": [True] * n,
            "recorded_at": [at] * n,
        }
    )
    lives = [home_of(i, people) for i in range(start, stop)]
    scopes = _scopes(ids, lives)
    return {
        "people_person": person,
        "people_document": document,
        "people_contact": contact,
        "people_scope": scopes,
        "people_finding": _findings(scopes, start, names, read, tail, phone_tail),
        "register_stay": _stays(ids, lives, frame["start"].to_list(), people),
    }


def _scopes(ids: list[int], lives: list[tuple[int, int | None]]) -> Any:
    import polars as pl

    rows = []
    for person, (now, before) in zip(ids, lives, strict=True):
        here = _region_of(now // ROOMS)
        rows.append((person, here, True))
        if before is not None and (there := _region_of(before // ROOMS)) != here:
            rows.append((person, there, False))
    return pl.DataFrame(
        rows, orient="row", schema={"person_id": pl.Int64, "scope": pl.Utf8, "current": pl.Boolean}
    )


def _findings(
    scopes: Any,
    start: int,
    names: list[str],
    read: list[tuple[str, str, str]],
    tail: list[str],
    phone_tail: list[str],
) -> Any:
    import polars as pl

    rows: list[tuple[Any, ...]] = []
    for person, region, current in scopes.iter_rows():
        n = person - start - 1
        name, (pinyin, initials, other) = names[n], read[n]
        rows.append(
            (person, region, 0, current, name, name[1:], pinyin, initials, tail[n], phone_tail[n])
        )
        rows += [
            (person, region, 20 + k, current, None, None, reading, None, None, None)
            for k, reading in enumerate(other.split())
        ]
        rows += [
            (person, region, 27 + g, current, None, name[g - 1 :], None, None, None, None)
            for g in range(3, len(name))
            if len(name) > 3
        ]
    text = dict.fromkeys(("name", "rest", "pinyin", "initials", "doc_tail6", "phone_tail"), pl.Utf8)
    return pl.DataFrame(
        rows,
        orient="row",
        schema={
            "person_id": pl.Int64,
            "region": pl.Utf8,
            "slot": pl.Int64,
            "current": pl.Boolean,
            **text,
        },
    )


def _stays(
    ids: list[int], lives: list[tuple[int, int | None]], starts: list[date], people: int
) -> Any:
    """Versions of stays. Who moved: the first stay's open version (superseded by the second declaration), its closed
    version, and the stay of now. Stays of now carry the person's number, the others numbers above all of them."""
    import polars as pl

    at, rows = AT.isoformat(), []
    for person, (now, before), start in zip(ids, lives, starts, strict=True):
        home = (now + 1, _region_of(now // ROOMS))
        rows.append((person, person, person, *home, f"[{start},)", person, None, None))
        if before is not None:
            first = start.replace(year=start.year - 2, day=min(start.day, 28))
            home, line, said = (
                (before + 1, _region_of(before // ROOMS)),
                people + 2 * person - 1,
                people + person,
            )
            rows.append((line, line, person, *home, f"[{first},)", said, at, person))
            rows.append((line + 1, line, person, *home, f"[{first},{start})", person, None, None))
    n = len(rows)
    frame = pl.DataFrame(
        rows,
        orient="row",
        schema={
            "id": pl.Int64,
            "line": pl.Int64,
            "person_id": pl.Int64,
            "home_id": pl.Int64,
            "region": pl.Utf8,
            "period": pl.Utf8,
            "declaration_id": pl.Int64,
            "superseded_at": pl.Utf8,
            "superseded_by": pl.Int64,
        },
    )
    same = {
        "party": "",
        "habitual": True,
        "reason": "01",
        "police_reason": "务工",
        "dwelling": "02",
        "channel": "bulk",
        "recorded_at": at,
    }
    return frame.with_columns(pl.Series(c, [v] * n) for c, v in same.items())
