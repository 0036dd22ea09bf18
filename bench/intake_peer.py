"""A spreadsheet of 20,000 rows through intake (read, map, check, match, homes, persons, stays, search rows,
declarations kept and encrypted, audit, events), against django-import-export in bulk mode, which does
nothing else: into persons, homes and stays (the goal), and into one table of lines (`ratio_to_flat`).

The peer is the baseline of the same run, in the same database, in a process of its own. It is no part of Anju: it is
installed from requirements-bench.lock, checked by its hashes, into a folder beside the benchmark's data.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import intake_new, province
from bench.harness import PROJECT, Report, arguments, ready, show
from bench.memory import Memory

ROWS = 20_000
LOCK = PROJECT / "requirements-bench.lock"


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(
        words, __doc__ or "", lambda p: p.add_argument("--rows", type=int, default=ROWS)
    )
    packages = installed(args.data)
    with ready(args) as found:
        province.fill(found, args)
        report = measure(found, args, packages)
    return show(report, as_json=args.json)


def installed(data: Path) -> Path | None:
    """The folder of the peer's packages; None, with a line that says why, when they cannot be had."""
    folder = data / f"peer-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if (folder / "import_export").exists():
        return folder
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--no-deps",
            "--disable-pip-version-check",
            "--target",
            str(folder),
            "-r",
            str(LOCK),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        print(
            f"  django-import-export cannot be had, so there is nothing to compare with: {last}",
            file=sys.stderr,
        )
        return None
    return folder


def measure(found: Any, args: Any, packages: Path | None) -> Report:
    """Write the spreadsheet, import it by both, ours first; again by both, nothing new."""
    from anju.interfaces.cli.progress import Progress

    progress, report, path = (
        Progress(),
        Report("intake-peer", rows=args.rows),
        args.data / "peer.xlsx",
    )
    start = spreadsheet(path, args)
    with Memory() as memory, progress.step("Through the one door"):
        begun = time.perf_counter()
        counts = intake_new.take_in(
            path, f"peer-{start}", lambda n: progress.tell("rows", n, args.rows)
        )
        report.seconds = time.perf_counter() - begun
    with progress.step("The same again"):
        begun = time.perf_counter()
        again = intake_new.take_in(path, "peer-again", lambda n: None, turn=f"#{int(time.time())}")
        seconds = time.perf_counter() - begun
    report.figures = {
        "outcomes": counts,
        "again": {"outcomes": again, "rows_per_second": round(args.rows / seconds, 1)},
        "peak_intake_mib": round(memory.peak),
    }
    if packages is None:
        report.baseline = {"peer": "could not be installed"}
        report.holds("≥ 5 × django-import-export in bulk mode", False, "not measured")
        return report
    with progress.step("django-import-export"):
        report.baseline = _peer(found.database.owner_url, path, packages)
    rate = args.rows / report.seconds
    report.ratio = rate / report.baseline["related"]["new_rows_per_second"]
    report.figures["ratio_to_flat"] = round(
        rate / report.baseline["flat"]["new_rows_per_second"], 2
    )
    report.at_least(
        "rows/s ÷ django-import-export's in bulk mode into persons, homes and stays",
        report.ratio,
        5,
    )
    return report


def spreadsheet(path: Path, args: Any) -> int:
    """The rows that `intake-new` would take from a CSV, as .xlsx; where they start in the stream of people."""
    import polars as pl

    text = path.with_suffix(".csv")
    start = intake_new.write_file(text, args.data, args.rows)
    pl.read_csv(text, infer_schema=False).write_excel(path)
    text.unlink()
    return start


def _peer(url: str, path: Path, packages: Path) -> dict[str, Any]:
    """What the peer's own process measured, in a schema that exists meanwhile."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP SCHEMA IF EXISTS bench_peer CASCADE")
        owner.execute("CREATE SCHEMA bench_peer")
        try:
            done = subprocess.run(
                [sys.executable, str(PROJECT / "bench" / "peer.py"), str(path)],
                check=False,
                text=True,
                capture_output=True,
                env={
                    **os.environ,
                    "PEER_DATABASE_URL": url,
                    "DJANGO_SETTINGS_MODULE": "",
                    "PYTHONPATH": str(packages),
                },
            )
        finally:
            owner.execute("DROP SCHEMA bench_peer CASCADE")
    if done.returncode:
        raise RuntimeError(f"the peer failed: {done.stderr[-800:]}")
    told = json.loads(done.stdout)
    speed = {
        shape: {f"{t['turn']}_rows_per_second": round(t["rows"] / t["seconds"], 1) for t in turns}
        for shape, turns in told["shapes"].items()
    }
    return {"django_import_export": told["version"], **speed, "peak_mib": told["peak_mib"]}


if __name__ == "__main__":
    from bench import harness, intake_peer

    harness.main(intake_peer)
