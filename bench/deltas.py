"""A department's deliveries: `--rows` rows (50,000 unless said) about people of the register, then a delta as large, of
which half have changed; each read, mapped, matched and taken in one transaction, every row accounted for.

The baseline of the same run reads and maps the file of the delta without a database: `ratio` = our rate ÷ that rate.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bench import province
from bench.harness import Report, arguments, ready, show

ROWS, SOURCE, MOST_SECONDS = 50_000, "school_enrolment", 60.0


def run(words: Sequence[str] | None = None) -> int:
    """The benchmark."""
    args = arguments(words, __doc__ or "", _more)
    with ready(args) as found:
        province.fill(found, args)
        report = measure(args.people, args.rows)
    report.at_most("seconds for the delta", report.seconds, MOST_SECONDS)
    return show(report, as_json=args.json)


def _more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=ROWS)


def measure(people: int, rows: int) -> Report:
    """The first delivery, then the delta."""
    from anju.domains.exchange.api import deliveries
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    actor, begun_at = system("bench"), now()
    with acting(actor):
        deliveries.connect(SOURCE, region="", every_hours=24, actor=actor, at=begun_at)
    cells, stamp = _cells(people, rows), f"{time.time_ns()}"
    report, took = Report("deltas", rows), []
    whole = _written(cells, stamp)
    part = _written(_changed(cells), f"{stamp}-next")
    for n, data in enumerate((whole, part)):
        at = begun_at + timedelta(seconds=n)
        manifest = deliveries.Manifest(hashlib.sha256(data).hexdigest(), rows, complete=False)
        begun = time.perf_counter()
        found = deliveries.take_file(SOURCE, f"{stamp}-{n}.csv", data, manifest, at=at)
        took.append(time.perf_counter() - begun)
        counts = found.counts
        name = ("first", "delta")[n]
        report.figures[name] = {
            "state": found.state.value,
            "reason": found.reason,
            "seconds": round(took[-1], 2),
            "applied": counts.applied,
            "unchanged": counts.unchanged,
            "refused": counts.refused,
            "aside": counts.aside,
            "matched": counts.matched,
        }
    report.seconds = took[-1]
    total = counts.applied + counts.unchanged + counts.refused + counts.aside
    report.holds("every row accounted for", total == counts.received == rows, total)
    report.holds("half of the delta is new", counts.applied == rows // 2, counts.applied)
    _baseline(part, report)
    return report


def _cells(people: int, rows: int) -> Any:
    """Rows about the first people of the register, then about pupils whom it does not know."""
    import polars as pl

    from bench.mapping import drawn

    known = min(people, rows)
    found = province.people_slice(0, known)
    cells = drawn(rows)
    names = [*found["name"].to_list(), *cells["XM"].to_list()[known:]]
    numbers = [*found["doc_number"].to_list(), *cells["SFZH"].to_list()[known:]]
    return cells.with_columns(
        XM=pl.Series(names),
        SFZH=pl.Series(numbers),
        XD=pl.lit("2"),
        RXRQ=pl.lit("20260901"),
        SJRQ=pl.lit(""),
    )


def _changed(cells: Any) -> Any:
    """Every second row with another school."""
    import polars as pl

    turn = pl.int_range(pl.len()) % 2 == 0
    return cells.with_columns(XXMC=pl.when(turn).then(pl.col("XXMC") + "（新）").otherwise("XXMC"))


def _written(cells: Any, stamp: str) -> bytes:
    """As a file; the stamp makes the bytes those of this run."""
    import polars as pl

    out: bytes = cells.with_columns(BZ=pl.lit(stamp[:19])).write_csv().encode()
    return out


def _baseline(data: bytes, report: Report) -> None:
    """The file read and mapped, nothing kept."""
    from anju.domains.exchange.api import mapping as mappings
    from anju.foundation.sheets import read_cells
    from bench.mapping import numbered

    source = mappings.source(SOURCE)
    begun = time.perf_counter()
    table = mappings.table_of(read_cells(data, "delta.csv"))
    mappings.apply_mapping(
        source,
        mappings.first_mapping(source),
        table.cells,
        numbers=numbered(0, table.cells.height),
    )
    rate = table.cells.height / (time.perf_counter() - begun)
    report.baseline = {
        "what": "reading and mapping without a database",
        "rows_per_second": round(rate, 1),
    }
    report.ratio = (report.rows / report.seconds) / rate
