"""A register the size of a province, filled by the bulk path: set-based COPY, as the owner of the tables.

For every 10 people 3 homes and 12 stays (one in five has moved once). The rows are what intake would have written
for the same statements: ciphertexts, blind indexes, readings, scopes, search rows, superseded versions. Only the
declarations themselves are left out (the ledger names numbers of declarations that were never kept): they are the
largest part of a register and no benchmark reads them. A sample is checked against intake's own operations.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.bulk import bring_back, put_aside, tidy
from bench.harness import SEED, Report, arguments, ready, show
from bench.memory import Memory
from bench.province_rows import (
    AT,
    CHUNK,
    ROOMS,
    TODAY,
    communities,
    home_of,
    homes,
    homes_for,
    people_slice,
    persons,
    worker,
)

__all__ = [
    "AT",
    "CHUNK",
    "ROOMS",
    "TODAY",
    "check_sample",
    "communities",
    "copy",
    "fill",
    "home_of",
    "homes_for",
    "people_slice",
    "remember",
    "run",
    "state",
]

TABLES = (
    "people_person",
    "people_document",
    "people_contact",
    "people_scope",
    "people_finding",
    "register_stay",
    "places_address",
    "places_building",
    "places_home",
)
PLACES = ("places_address", "places_building", "places_home")


def run(words: Sequence[str] | None = None) -> int:
    """Fill the register (or leave it, when it is large enough already)."""
    args = arguments(
        words,
        __doc__ or "",
        lambda p: p.add_argument("--workers", type=int, default=os.cpu_count() or 1),
    )
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
        tidy(url)
        return report
    begun = time.perf_counter()
    with Memory() as memory:
        phases: dict[str, float] = {}
        _timed(phases, "drop", lambda: (_empty(url), put_aside(url, TABLES, note)))
        remember(args.data, {"people": 0, "whole": False})
        _timed(
            phases, "copy", lambda: _copy(found, args.people, getattr(args, "workers", 2), progress)
        )
        _timed(
            phases,
            "indexes",
            lambda: bring_back(url, note, lambda n: progress.line(f"building {n}")),
        )
        _timed(phases, "analyze", lambda: _finish(url, args.people))
    report.seconds = time.perf_counter() - begun
    remember(
        args.data,
        {"people": args.people, "homes": homes_for(args.people), "whole": True, "seed": SEED},
    )
    report.figures |= {
        "phases_s": phases,
        "homes": homes_for(args.people),
        "peak_main_mib": round(memory.peak),
        "sample": check_sample(found, args.people),
    }
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
        owner.execute(
            "TRUNCATE "
            + ", ".join(TABLES)
            + ", register_declaration, register_batch, register_job,"
            " register_absence, events_event, statistics_flow_change, statistics_stay_change RESTART IDENTITY CASCADE"
        )


def _copy(found: Any, people: int, workers: int, progress: Any) -> None:
    jobs = [
        ("homes", s, min(s + CHUNK, homes_for(people)), people)
        for s in range(0, homes_for(people), CHUNK)
    ]
    jobs += [("people", s, min(s + CHUNK, people), people) for s in range(0, people, CHUNK)]
    context = multiprocessing.get_context("spawn")
    environment = {
        **found.serving(),
        "ANJU_OWNER_URL": found.database.owner_url,
        "POLARS_MAX_THREADS": "1",
    }
    done = 0
    with progress.step("Filling tables"), context.Pool(workers, _start, (environment,)) as pool:
        for kind, count in pool.imap_unordered(_job, jobs):
            done += count if kind == "people" else 0
            progress.tell(kind, done, people)


def _start(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django
    import psycopg

    django.setup()
    worker["owner"] = psycopg.connect(os.environ["ANJU_OWNER_URL"], autocommit=True)
    worker["owner"].execute("SET synchronous_commit = off")
    # Sums are built afterwards, by whoever wants them.
    worker["owner"].execute("SET anju.maintenance = 'restore'")
    worker["communities"] = communities()
    worker["tails"] = {}


def _job(job: tuple[str, int, int, int]) -> tuple[str, int]:
    kind, start, stop, people = job
    frames = homes(start, stop) if kind == "homes" else persons(start, stop, people)
    with worker["owner"].transaction():
        for table, frame in frames.items():
            copy(worker["owner"], table, frame)
    return kind, stop - start


def copy(connection: Any, table: str, frame: Any) -> None:
    """COPY a frame into a table; its columns are the table's. Null is an empty unquoted cell."""
    text = frame.write_csv(include_header=False, quote_style="non_numeric").encode()
    columns = ", ".join(frame.columns)
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as out:
        for at in range(0, len(text), 1 << 20):
            out.write(text[at : at + (1 << 20)])


def _finish(url: str, people: int) -> None:
    """Sequences beyond what was written, statistics, visibility maps."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        for table in TABLES:
            owner.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        owner.execute(
            "SELECT setval(pg_get_serial_sequence('register_declaration', 'id'), %s)",
            [2 * people + 1],
        )
        for table in TABLES:
            owner.execute(f"VACUUM (ANALYZE, PARALLEL 2) {table}")


def check_sample(found: Any, people: int, size: int = 200) -> dict[str, Any]:
    """Do intake's own operations find anything to change in a sample? Raises `AssertionError` when they do."""
    import polars as pl
    from django.db import connection, transaction

    from anju.domains.people import api as door
    from anju.domains.register.ledger.operations import visibility_scope
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role

    step = max(1, people // size)
    ids = [i + 1 for i in range(0, people, step)][:size]
    last = ids[-1] - 1
    frame = people_slice(last // CHUNK * CHUNK, last + 1).tail(1)
    with acting(system("bench")), as_intake_role():
        before = _written(connection)
        visibility_scope.recompute(ids)
        changed = _written(connection) - before
        known = door.persons(ids)
        matched = door.match(frame.with_columns(nationality=pl.lit("CHN"), doc_type=pl.lit("111")))
        transaction.set_rollback(True)
    assert changed == 0, f"the door would rewrite {changed} rows of the sample"
    assert matched["verdict"].to_list() == [door.KNOWN], (
        "the door does not recognise a person of the bulk path"
    )
    assert all(v.phone_masked.startswith("154") and v.documents for v in known.values())
    return {"people": len(known), "rows_the_door_would_rewrite": changed}


def _written(connection: Any) -> int:
    """Rows this transaction has written to scopes and search rows so far."""
    with connection.cursor() as cur:
        cur.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables "
            "WHERE relname IN ('people_scope', 'people_finding')"
        )
        return int(cur.fetchone()[0] or 0)


if __name__ == "__main__":
    from bench import harness, province

    harness.main(province)
