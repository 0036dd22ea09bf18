"""New people with home and stay from a CSV through intake: read, map, check, match, homes entered, persons,
stays, scopes, search rows, declarations kept and encrypted, audit, events; one transaction.

Baseline in the same run: COPY of the same rows (under other ids and keys) into the same tables with the same indexes,
in the state the intake left them in.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import province
from bench.harness import Report, arguments, ready, show
from bench.memory import Memory

ROOMS = 10
REGION = r"社区([0-9]{12})"


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "", options)
    with ready(args) as found:
        if args.people:
            province.fill(found, args)
        report = measure(found, args)
    return show(report, as_json=args.json)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rows", type=int, default=20_000, help="new people (default: %(default)s)"
    )
    parser.add_argument("--no-baseline", action="store_true")


def measure(found: Any, args: Any) -> Report:
    """Make the file, take it in, then COPY the same."""
    from anju.interfaces.cli.progress import Progress

    path = args.data / "intake.csv"
    start = write_file(path, args.data, args.rows)
    marks = _marks(found)
    report, progress = Report("intake-new", rows=args.rows), Progress()
    with Memory() as memory, progress.step("Through the one door"):
        begun = time.perf_counter()
        counts = take_in(path, f"intake-{start}", lambda n: progress.tell("rows", n, args.rows))
        report.seconds = time.perf_counter() - begun
    report.figures = {
        "outcomes": counts,
        "peak_intake_mib": round(memory.peak),
        "bytes": path.stat().st_size,
        "register_before": args.people,
    }
    if not args.no_baseline:
        with progress.step("COPY of the same rows"):
            seconds, rows = copy_again(found.database.owner_url, marks)
        report.baseline = {
            "copy_seconds": round(seconds, 2),
            "rows_copied": rows,
            "people_per_second": round(args.rows / seconds, 1),
        }
        report.ratio = report.seconds / seconds
    return report


def write_file(path: Path, data: Path, rows: int) -> int:
    """A tenants' list of people the register has never seen, in new homes of all communities; where they start."""
    import polars as pl

    known = province.state(data)
    used = max(known.get("used", 0), known.get("people", 0))
    start = -(-used // province.CHUNK) * province.CHUNK
    codes = province.communities()
    with path.open("wb") as out:
        for at in range(start, start + rows, province.CHUNK):
            part = province.people_slice(at, min(at + province.CHUNK, start + rows))
            number = pl.int_range(at, at + part.height, eager=True)
            building = number // ROOMS // 3
            frame = pl.DataFrame(
                {
                    "姓名": part["name"],
                    "身份证号码": part["doc_number"],
                    "联系电话": part["phone"],
                    "现住地址": "东风路"
                    + (building // len(codes) + 1 + start).cast(pl.Utf8)
                    + "号",
                    "房号": (number // 3 % ROOMS + 101).cast(pl.Utf8),
                    "入住日期": part["start"].cast(pl.Utf8),
                    "来源原因": ["务工"] * part.height,
                    "备注": "社区" + pl.Series(codes).gather(building % len(codes)),
                }
            )
            out.write(frame.write_csv(include_header=at == start, include_bom=at == start).encode())
    province.remember(data, {**known, "used": start + rows, "file": {"start": start, "rows": rows}})
    return start


def take_in(path: Path, key: str, told: Any, *, turn: str = "") -> dict[str, int]:
    """The file through intake, in pieces, in one transaction; counts by status."""
    from anju.domains.register import api as register
    from anju.domains.register.intake.operations.declare import prefetched
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    actor, counts = system("bench"), {}
    sender = register.Sender("user:0", "file", "bench")
    with acting(actor):
        batch, done = None, 0
        for items in prefetched(pieces(path, turn)):
            receipt = register.declare(
                items,
                sender=sender,
                actor=actor,
                at=now(),
                batch_key=key + turn,
                batch_id=batch,
                new_homes=True,
                checked=True,
                first=True,
            )
            batch, done = receipt.batch_id, done + items.height
            for status, n in receipt.counts.items():
                counts[status] = counts.get(status, 0) + n
            told(done)
    return counts


def pieces(path: Path, turn: str) -> Iterator[Any]:
    """The accepted rows of the file as the importer reads them, each with the region its remark names."""
    from anju.domains.regions import api as regions
    from anju.domains.register.declarations.queries.rules import ages

    return _pieces(
        path, turn, regions.known_areas(), ages(province.TODAY)
    )  # asked here: the thread that reads ahead has no database


def _pieces(path: Path, turn: str, known: Any, ages: Any) -> Iterator[Any]:
    import polars as pl

    from anju.domains.register.imports.rules import iter_batches

    for result in iter_batches(
        path.read_bytes(),
        path.name,
        as_="rental-tenants",
        today=province.TODAY,
        known_areas=known,
        ages=ages,
    ):
        assert result.counts.rejected == 0, result.counts
        yield result.items.with_columns(
            pl.col("raw").str.extract(REGION, 1).alias("region"), pl.col("key") + turn
        )


TABLES = {
    "places_address": ("id", "parent_id"),
    "places_building": ("id", "address_id"),
    "places_home": ("id", "building_id"),
    "people_person": ("id",),
    "people_document": ("id", "person_id"),
    "people_contact": ("id", "person_id"),
    "people_scope": ("id", "person_id"),
    "people_finding": ("id", "person_id"),
    "register_declaration": ("id", "person_id", "home_id"),
    "register_stay": ("id", "line", "person_id", "home_id"),
    "audit_entry": ("person_id",),
    "events_event": ("id",),
}
"""Every table the intake writes many rows to, parents first, and the columns whose ids are shifted in the copy."""
_CHANGED = {
    "number_index": "substr(sha256(number_index), 1, 16)",
    "value_index": "substr(sha256(value_index), 1, 16)",
    "key": "key || '~'",
    "code": "'~' || code",
    "parent_id": None,
}
_SHIFT = 10_000_000_000


def _marks(found: Any) -> dict[str, int]:
    import psycopg

    with psycopg.connect(found.database.owner_url) as owner:
        return {
            t: owner.execute(f"SELECT coalesce(max(id), 0) FROM {t}").fetchone()[0] for t in TABLES
        }


def copy_again(url: str, marks: dict[str, int]) -> tuple[float, int]:
    """Write what came after `marks` to files, then COPY it in again under other ids; rolled back. Seconds, rows."""
    import psycopg

    with tempfile.TemporaryDirectory() as folder, psycopg.connect(url) as owner:
        columns = {t: _export(owner, t, marks[t], Path(folder) / t) for t in TABLES}
        begun, count = time.perf_counter(), 0
        for table, names in columns.items():
            with (Path(folder) / table).open("rb") as text, owner.cursor() as cur:
                with cur.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as into:
                    while block := text.read(1 << 20):
                        into.write(block)
                count += cur.rowcount
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - begun
        owner.rollback()
        owner.autocommit = True
        for table in TABLES:
            owner.execute(f"VACUUM {table}")
    return seconds, count


def _export(owner: Any, table: str, mark: int, path: Path) -> str:
    names = [
        r[0]
        for r in owner.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "ORDER BY attnum",
            [table],
        ).fetchall()
        if not (table == "audit_entry" and r[0] == "id")
    ]
    picked = [_picked(table, n) for n in names]
    with (
        path.open("wb") as out,
        owner.cursor().copy(
            f"COPY (SELECT {', '.join(picked)} FROM {table} WHERE id > {mark} ORDER BY id) TO STDOUT (FORMAT binary)",
        ) as rows,
    ):
        for block in rows:
            out.write(block)
    return ", ".join(names)


def _picked(table: str, name: str) -> str:
    if name in TABLES[table] and not (table == "places_address" and name == "parent_id"):
        return f"{name} + {_SHIFT}" if name != "person_id" or table != "audit_entry" else name
    if table == "places_address" and name == "key":
        return "key || '~'"
    changed = _CHANGED.get(name)
    kinds = {
        "number_index": "people_document",
        "value_index": "people_contact",
        "key": "register_declaration",
        "code": table if table in ("places_building", "places_home") else "",
    }
    return changed if changed and kinds[name] == table else name


if __name__ == "__main__":
    from bench import harness, intake_new

    harness.main(intake_new)
