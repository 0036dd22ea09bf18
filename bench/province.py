"""A register the size of a province, filled by the bulk path: set-based COPY, as the owner of the tables.

For every 10 people 3 homes and 12 stays (one in five has moved once). The rows are what the one door would have written
for the same statements: ciphertexts, blind indexes, readings, scopes, search rows, superseded versions. Only the
declarations themselves are left out (the ledger names numbers of declarations that were never kept): they are the
largest part of a register and no benchmark reads them. A sample is checked against the door's own operations.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.bulk import bring_back, put_aside
from bench.harness import SEED, Memory, Report, arguments, ready, show

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, tzinfo=UTC)
CHUNK = 50_000
ROOMS = 10
"""Homes of a building."""
TABLES = ("people_person", "people_document", "people_contact", "people_scope", "people_finding", "register_stay",
          "places_address", "places_building", "places_home")
PLACES = ("places_address", "places_building", "places_home")


def homes_for(people: int) -> int:
    """Three homes for ten people, in whole buildings."""
    return -(-people * 3 // 10 // ROOMS) * ROOMS


def run(words: Sequence[str] | None = None) -> int:
    """Fill the register (or leave it, when it is large enough already)."""
    args = arguments(words, __doc__ or "", lambda p: p.add_argument("--workers", type=int, default=os.cpu_count() or 1))
    with ready(args) as found:
        report = fill(found, args)
    return show(report, as_json=args.json)


def fill(found: Any, args: argparse.Namespace) -> Report:
    """Bring the register of the benchmarks to `args.people` people."""
    from anju.interfaces.cli.progress import Progress

    progress, note, url = Progress(), args.data / "put-aside.json", found.database.owner_url
    report = Report("province", rows=args.people)
    known = state(args.data)
    bring_back(url, note, progress.line)
    if known.get("people", 0) >= args.people and known.get("whole"):
        report.figures["kept"] = known
        return report
    begun = time.perf_counter()
    with Memory() as memory:
        phases: dict[str, float] = {}
        _timed(phases, "drop", lambda: (_empty(url), put_aside(url, TABLES, note)))
        remember(args.data, {"people": 0, "whole": False})
        _timed(phases, "copy", lambda: _copy(found, args.people, getattr(args, "workers", 2), progress))
        _timed(phases, "indexes", lambda: bring_back(url, note, lambda n: progress.line(f"building {n}")))
        _timed(phases, "analyze", lambda: _finish(url, args.people))
    report.seconds = time.perf_counter() - begun
    remember(args.data, {"people": args.people, "homes": homes_for(args.people), "whole": True, "seed": SEED})
    report.figures |= {"phases_s": phases, "homes": homes_for(args.people), "peak_main_mib": round(memory.peak),
                       "sample": check_sample(found, args.people)}
    return report


def state(data: Path) -> dict[str, Any]:
    """What the data directory holds."""
    note = data / "province.json"
    return json.loads(note.read_text()) if note.exists() else {}


def remember(data: Path, what: dict[str, Any]) -> None:
    """Note what the data directory holds."""
    (data / "province.json").write_text(json.dumps(what))


def _timed(phases: dict[str, float], name: str, work: Any) -> None:
    begun = time.perf_counter()
    work()
    phases[name] = round(time.perf_counter() - begun, 1)


def _empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("TRUNCATE " + ", ".join(TABLES) + ", register_declaration, register_batch, register_job,"
                      " register_absence, events_event RESTART IDENTITY CASCADE")


def communities() -> list[str]:
    """Codes of the province's communities, sorted."""
    from django.conf import settings

    from anju.interfaces.demo import divisions

    return divisions.communities(Path(settings.NODE_MODULES), divisions.PROVINCE)["code"].to_list()


def _copy(found: Any, people: int, workers: int, progress: Any) -> None:
    jobs = [("homes", s, min(s + CHUNK, homes_for(people)), people) for s in range(0, homes_for(people), CHUNK)]
    jobs += [("people", s, min(s + CHUNK, people), people) for s in range(0, people, CHUNK)]
    context = multiprocessing.get_context("spawn")
    environment = {**found.serving(), "ANJU_OWNER_URL": found.database.owner_url, "POLARS_MAX_THREADS": "1"}
    done = 0
    with progress.step("Filling tables"), context.Pool(workers, _start, (environment,)) as pool:
        for kind, count in pool.imap_unordered(_job, jobs):
            done += count if kind == "people" else 0
            progress.tell(kind, done, people)


_worker: dict[str, Any] = {}


def _start(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django
    import psycopg

    django.setup()
    _worker["owner"] = psycopg.connect(os.environ["ANJU_OWNER_URL"], autocommit=True)
    _worker["owner"].execute("SET synchronous_commit = off")
    _worker["communities"] = communities()
    _worker["tails"] = {}


def _job(job: tuple[str, int, int, int]) -> tuple[str, int]:
    kind, start, stop, people = job
    frames = _homes(start, stop) if kind == "homes" else _people(start, stop, people)
    with _worker["owner"].transaction():
        for table, frame in frames.items():
            copy(_worker["owner"], table, frame)
    return kind, stop - start


def copy(connection: Any, table: str, frame: Any) -> None:
    """COPY a frame into a table; its columns are the table's. Null is an empty unquoted cell."""
    text = frame.write_csv(include_header=False, quote_style="non_numeric").encode()
    columns = ", ".join(frame.columns)
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as out:
        for at in range(0, len(text), 1 << 20):
            out.write(text[at:at + (1 << 20)])


def _region_of(building: int) -> str:
    codes = _worker["communities"]
    return codes[building % len(codes)]


def _homes(start: int, stop: int) -> dict[str, Any]:
    """Addresses, buildings and homes; ids follow from the number of the home (whole buildings to a job)."""
    import polars as pl

    from anju.domains.places.rules.codes import new_codes
    from anju.domains.places.rules.keys import address_key, room_key

    count = len(_worker["communities"])
    buildings = list(range(start // ROOMS, -(-stop // ROOMS)))
    regions = [_region_of(b) for b in buildings]
    plates = [f"{b // count + 1}号" for b in buildings]
    # Addresses: every building has a door plate of its own under the one road of its community.
    roads = [b for b in buildings if b < count]
    address = pl.concat([
        _addresses([b + 1 for b in roads], [None] * len(roads), [_region_of(b) for b in roads], "41", "新屋路",
                   "新屋路"),
        _addresses([count + b + 1 for b in buildings], [b % count + 1 for b in buildings], regions, "50", plates,
                   ["新屋路" + p for p in plates])])
    homes = list(range(start, stop))
    rooms = [f"{h % ROOMS // 2 + 1}0{h % 2 + 1}" for h in homes]
    at, n, m = AT.isoformat(), len(buildings), len(homes)
    return {"places_address": address.with_columns(
        pl.Series("key", [address_key(t) for t in address["name"].to_list()]),
        pl.Series("text_key", [address_key(t) for t in address["text"].to_list()])),
        "places_building": pl.DataFrame({
            "id": [b + 1 for b in buildings], "code": new_codes(n), "address_id": [count + b + 1 for b in buildings],
            "region": regions, "name": [""] * n, "key": [""] * n, "kind": ["rental"] * n, "use": ["01"] * n,
            "floors": [5] * n, "party": [""] * n, "verified": [True] * n, "recorded_at": [at] * n}),
        "places_home": pl.DataFrame({
            "id": [h + 1 for h in homes], "code": new_codes(m), "building_id": [h // ROOMS + 1 for h in homes],
            "region": [_region_of(h // ROOMS) for h in homes], "party": [""] * m, "unit": [""] * m,
            "floor": [h % ROOMS // 2 + 1 for h in homes], "room": rooms, "key": [room_key("", r) for r in rooms],
            "capacity": [4] * m, "dwelling": ["02"] * m, "verified": [True] * m, "recorded_at": [at] * m})}


def _addresses(ids: list[int], parents: list[int | None], regions: list[str], element: str, name: Any,
               text: Any) -> Any:
    import polars as pl

    n = len(ids)
    return pl.DataFrame({"id": ids, "parent_id": pl.Series(parents, dtype=pl.Int64), "region": regions,
                         "element": [element] * n, "name": [name] * n if isinstance(name, str) else name,
                         "text": [text] * n if isinstance(text, str) else text},
                        schema_overrides={"id": pl.Int64, "region": pl.Utf8, "element": pl.Utf8, "name": pl.Utf8,
                                          "text": pl.Utf8})


def people_slice(start: int, stop: int) -> Any:
    """These people of the endless stream; `start` a multiple of CHUNK (given names are drawn by the chunk)."""
    from anju.interfaces.demo.stream import part

    return part(start, stop, seed=SEED, today=TODAY)


def home_of(person: int, people: int) -> tuple[int, int | None]:
    """(home lived in now, earlier home or None), counted from 0."""
    homes = homes_for(people)
    now = person * homes // people
    return now, ((now * 7 + 11) % homes if person % 5 == 0 else None)


@lru_cache(maxsize=1 << 20)
def _read(name: str) -> tuple[str, str, str]:
    from anju.domains.people.rules.readings import readings

    return readings(name)


def _hex(values: Sequence[bytes | None]) -> list[str | None]:
    return [None if v is None else "\\x" + v.hex() for v in values]


def _tails(values: list[str], context: str) -> list[str]:
    """Blind indexes of short texts, of which there are few: each is computed once."""
    from anju.foundation.crypto import blind_indexes

    known = _worker["tails"].setdefault(context, {})
    missing = sorted({v for v in values if v not in known})
    known.update(zip(missing, _hex(blind_indexes(missing, context)), strict=True))
    return [known[v] for v in values]


def _people(start: int, stop: int, people: int) -> dict[str, Any]:
    import polars as pl

    from anju.domains.people.rules import keys
    from anju.foundation.crypto import blind_indexes, encrypt_many

    frame = people_slice(start, stop)
    ids, at, n = [i + 1 for i in range(start, stop)], AT.isoformat(), stop - start
    names, numbers, phones = (frame[c].to_list() for c in ("name", "doc_number", "phone"))
    read = [_read(x) for x in names]
    texts = [keys.index_text("111", "CHN", x) for x in numbers]
    tail = _tails([keys.tail(x) for x in numbers], keys.TAIL)
    phone_tail = _tails([p[-4:] for p in phones], keys.PHONE_TAIL)
    person = pl.DataFrame({
        "id": ids, "name": names, "sex": frame["sex"], "birth_date": frame["birth_date"], "nationality": ["CHN"] * n,
        "origin": frame["origin"], "hukou_text": [""] * n, "pinyin": [r[0] for r in read],
        "initials": [r[1] for r in read], "other_reading": [r[2] for r in read], "education": [""] * n,
        "marital": [""] * n, "recorded_at": [at] * n})
    document = pl.DataFrame({
        "person_id": ids, "kind": ["111"] * n, "issuer": ["CHN"] * n,
        "number_cipher": _hex(encrypt_many(numbers, keys.NUMBER)),
        "number_index": _hex(blind_indexes(texts, keys.INDEX)),
        "tail6": tail, "live": [True] * n, "recorded_at": [at] * n})
    contact = pl.DataFrame({
        "person_id": ids, "kind": ["phone"] * n, "value_cipher": _hex(encrypt_many(phones, keys.PHONE)),
        "value_index": _hex(blind_indexes(phones, keys.PHONE_INDEX)), "tail4": phone_tail, "live": [True] * n,
        "recorded_at": [at] * n})
    lives = [home_of(i, people) for i in range(start, stop)]
    scopes = _scopes(ids, lives)
    return {"people_person": person, "people_document": document, "people_contact": contact, "people_scope": scopes,
            "people_finding": _findings(scopes, start, names, read, tail, phone_tail),
            "register_stay": _stays(ids, lives, frame["start"].to_list(), people)}


def _scopes(ids: list[int], lives: list[tuple[int, int | None]]) -> Any:
    import polars as pl

    rows = []
    for person, (now, before) in zip(ids, lives, strict=True):
        here = _region_of(now // ROOMS)
        rows.append((person, here, True))
        if before is not None and (there := _region_of(before // ROOMS)) != here:
            rows.append((person, there, False))
    return pl.DataFrame(rows, orient="row", schema={"person_id": pl.Int64, "scope": pl.Utf8, "current": pl.Boolean})


def _findings(scopes: Any, start: int, names: list[str], read: list[tuple[str, str, str]],
              tail: list[str], phone_tail: list[str]) -> Any:
    import polars as pl

    rows: list[tuple[Any, ...]] = []
    for person, region, current in scopes.iter_rows():
        n = person - start - 1
        name, (pinyin, initials, other) = names[n], read[n]
        rows.append((person, region, 0, current, name, name[1:], pinyin, initials, tail[n], phone_tail[n]))
        if other:
            rows.append((person, region, 20, current, None, None, other, None, None, None))
        rows += [(person, region, 27 + g, current, None, name[g - 1:], None, None, None, None)
                 for g in range(3, len(name)) if len(name) > 3]
    text = dict.fromkeys(("name", "rest", "pinyin", "initials", "doc_tail6", "phone_tail"), pl.Utf8)
    return pl.DataFrame(rows, orient="row", schema={"person_id": pl.Int64, "region": pl.Utf8, "slot": pl.Int64,
                                                    "current": pl.Boolean, **text})


def _stays(ids: list[int], lives: list[tuple[int, int | None]], starts: list[date], people: int) -> Any:
    """Versions of stays. Who moved: the first stay's open version (superseded by the second declaration), its closed
    version, and the stay of now. Stays of now carry the person's number, the others numbers above all of them."""
    import polars as pl

    at, rows = AT.isoformat(), []
    for person, (now, before), start in zip(ids, lives, starts, strict=True):
        home = (now + 1, _region_of(now // ROOMS))
        rows.append((person, person, person, *home, f"[{start},)", person, None, None))
        if before is not None:
            first = start.replace(year=start.year - 2, day=min(start.day, 28))
            home, line, said = (before + 1, _region_of(before // ROOMS)), people + 2 * person - 1, people + person
            rows.append((line, line, person, *home, f"[{first},)", said, at, person))
            rows.append((line + 1, line, person, *home, f"[{first},{start})", person, None, None))
    n = len(rows)
    frame = pl.DataFrame(rows, orient="row", schema={
        "id": pl.Int64, "line": pl.Int64, "person_id": pl.Int64, "home_id": pl.Int64, "region": pl.Utf8,
        "period": pl.Utf8, "declaration_id": pl.Int64, "superseded_at": pl.Utf8, "superseded_by": pl.Int64})
    same = {"party": "", "habitual": True, "reason": "01", "police_reason": "务工", "dwelling": "02",
            "channel": "bulk", "recorded_at": at}
    return frame.with_columns(pl.Series(c, [v] * n) for c, v in same.items())


def _finish(url: str, people: int) -> None:
    """Sequences beyond what was written, statistics, visibility maps."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        owner.execute("SELECT setval(pg_get_serial_sequence('register_declaration', 'id'), %s)", [2 * people + 1])
        for table in TABLES:
            owner.execute(f"VACUUM (ANALYZE, PARALLEL 2) {table}")


def check_sample(found: Any, people: int, size: int = 200) -> dict[str, Any]:
    """Do the door's own operations find anything to change in a sample? Raises `AssertionError` when they do."""
    import polars as pl
    from django.db import connection, transaction

    from anju.domains.people import api as door
    from anju.domains.register.operations import reach
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, at_the_door

    step = max(1, people // size)
    ids = [i + 1 for i in range(0, people, step)][:size]
    last = ids[-1] - 1
    frame = people_slice(last // CHUNK * CHUNK, last + 1).tail(1)
    with acting(system("bench")), at_the_door():
        before = _written(connection)
        reach.recompute(ids)
        changed = _written(connection) - before
        known = door.persons(ids)
        matched = door.match(frame.with_columns(nationality=pl.lit("CHN"), doc_type=pl.lit("111")))
        transaction.set_rollback(True)
    assert changed == 0, f"the door would rewrite {changed} rows of the sample"
    assert matched["verdict"].to_list() == [door.KNOWN], "the door does not recognise a person of the bulk path"
    assert all(v.phone_masked.startswith("154") and v.documents for v in known.values())
    return {"people": len(known), "rows_the_door_would_rewrite": changed}


def _written(connection: Any) -> int:
    """Rows this transaction has written to scopes and search rows so far."""
    with connection.cursor() as cur:
        cur.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables "
                    "WHERE relname IN ('people_scope', 'people_finding')")
        return int(cur.fetchone()[0] or 0)


if __name__ == "__main__":
    from bench import harness, province

    harness.main(province)
