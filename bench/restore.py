"""The whole register written to one archive and brought back into an empty directory, by the commands people use; then
both databases are asked for the number and a checksum of the rows of every table, and both trails are verified.

Baseline in the same run: copying the archive's bytes to another file, flushed: what the disk alone takes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import province
from bench.harness import PROJECT, Report, arguments, ready, show

_TABLES = """SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname NOT IN ({apart})
    GROUP BY 1 ORDER BY 1"""
APART = ("django_migrations", "audit_epoch")
"""The restore itself numbers migrations anew and lifts the epoch of transactions."""


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "", _options)
    with ready(args) as found:
        province.fill(found, args)
        before = sums(found.database.owner_url)
    report = measure(args, before)
    return show(report, as_json=args.json)


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keep", action="store_true", help="leave the archive and the restored directory"
    )
    parser.add_argument(
        "--into",
        type=lambda p: Path(p).resolve(),
        metavar="DIR",
        help="where archive and restored directory go for the time being (default: beside --data)",
    )


def measure(args: argparse.Namespace, before: dict[str, tuple[int, str]]) -> Report:
    """Back up, restore, compare; whatever was written is removed again."""
    from anju.foundation.cluster import Layout, prepared

    work = args.into or args.data.with_name(args.data.name + "-restored")
    if work.exists() and any(work.iterdir()):
        raise SystemExit(f"{work} is not empty: name another directory by --into")
    work.mkdir(parents=True, exist_ok=True)
    archive, keys, data = work / "backup.zip", work / "keys.json", work / "data"
    report = Report("restore")
    try:
        backup = _anju(
            ["backup", str(archive), "--keys", str(keys), "--data", str(args.data)],
            report,
            "backup",
        )
        restored = _anju(
            ["restore", str(archive), "--keys", str(keys), "--data", str(data)], report, "restore"
        )
        report.baseline["copy_archive_s"] = _copied(archive, work / "copy")
        trail = _anju(["audit", "verify", "--data", str(data)], report, "verify_trail")
        with prepared(Layout(data)) as database:
            after = sums(database.owner_url)
    finally:
        if not args.keep:
            _removed(work, data)
    report.rows, report.seconds = (
        backup["rows"],
        report.figures["backup_s"] + report.figures["restore_s"],
    )
    report.ratio = report.seconds / max(report.baseline["copy_archive_s"], 0.001)
    differ = sorted(t for t in before.keys() | after.keys() if before.get(t) != after.get(t))
    report.figures |= {
        "tables": len(before),
        "archive_mib": round(backup["bytes"] / 2**20, 1),
        "tables_that_differ": differ,
    }
    report.holds("restored and verified by its own checksums", bool(restored["verified"]))
    report.holds("rows and checksums of all tables the same", not differ)
    report.figures["entries_verified"] = trail["entries"]
    report.holds("the restored trail verifies", trail["ok"])
    return report


def _anju(words: list[str], report: Report, name: str) -> dict[str, Any]:
    """Run the command a person would; its JSON. Its duration goes into the report."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "anju.interfaces.cli", *words, "--json"],
        cwd=PROJECT,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
    )
    report.figures[f"{name}_s"] = round(time.perf_counter() - begun, 1)
    answer: dict[str, Any] = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    if not answer or "error" in answer:
        raise SystemExit(f"./anju {' '.join(words)} ended with status {done.returncode}")
    return answer


def sums(owner_url: str) -> dict[str, tuple[int, str]]:
    """Of every table the number of rows and a sum over the hashes of their texts, which no order of rows changes."""
    import psycopg
    from psycopg import sql

    out = {}
    with psycopg.connect(owner_url) as owner:
        owner.execute("SET timezone = 'UTC'")
        owner.execute("SET max_parallel_workers_per_gather = 2")
        tables = owner.execute(_TABLES.format(apart=", ".join(f"'{t}'" for t in APART))).fetchall()
        for name, columns in tables:
            query = sql.SQL(
                "SELECT count(*), coalesce(sum(hashtextextended(ROW({})::text, 0)::numeric), 0)::text FROM {}"
            )
            row = owner.execute(
                query.format(sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(name))
            ).fetchone()
            out[name] = (int(row[0]), str(row[1])) if row else (0, "")
    return out


def _copied(archive: Path, target: Path) -> float:
    begun = time.perf_counter()
    shutil.copyfile(archive, target)
    with target.open("rb") as handle:
        os.fsync(handle.fileno())
    target.unlink()
    return round(time.perf_counter() - begun, 2)


def _removed(work: Path, data: Path) -> None:
    """The archive holds what is secret only in use; a cluster that had to stand elsewhere goes with its directory."""
    note = data / "cluster.json"
    if note.exists():
        shutil.rmtree(Path(json.loads(note.read_text())["pgdata"]).parent, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    from bench import harness, restore

    harness.main(restore)
