"""How fast a department's rows are mapped: cells → fields, codes, days, document numbers, faults. No database.

Beside it, in the same run, the same mapping written plainly: `csv` rows, dictionaries, `strptime`, a loop a row. Both
must say the same of every row they both take.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from bench import harness

ROWS, PLAIN, SLICE = 1_000_000, 100_000, 50_000
WRONG = 50
"""One row in so many has a fault: of the check character, the day and the code in turn."""


def run(words: Sequence[str] | None = None) -> int:
    """The benchmark."""

    def more(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=ROWS)

    args = harness.arguments(words, __doc__ or "", more)
    return harness.show(measured(args.rows), as_json=args.json)


def measured(rows: int) -> harness.Report:
    """Both ways, the same rows."""
    from anju.domains.exchange.api import mapping as mappings

    source = mappings.source("school_enrolment")
    mapping = mappings.first_mapping(source)
    cells = drawn(min(rows, PLAIN))
    whole = cells.sample(rows, with_replacement=rows > cells.height, seed=harness.SEED)
    begun = time.perf_counter()
    refused = 0
    for first in range(0, rows, SLICE):
        part = whole.slice(first, SLICE)
        numbers = numbered(first, part.height)
        made = mappings.apply_mapping(source, mapping, part, numbers=numbers)
        refused += made.refused.len()
    seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    plain = [by_hand(mapping, row) for row in cells.to_dicts()]
    by_loop = time.perf_counter() - begun
    ours = mappings.apply_mapping(source, mapping, cells, numbers=numbered(0, cells.height))
    report = harness.Report("mapping", rows, seconds)
    report.figures = {"refused": refused, "columns": cells.width, "slice": SLICE}
    report.baseline = {
        "what": "a loop a row in Python",
        "rows": cells.height,
        "rows_per_second": round(cells.height / by_loop, 1),
    }
    report.ratio = (rows / seconds) / (cells.height / by_loop)
    report.at_least("rows mapped a second", rows / seconds, 200_000)
    report.holds("both say the same of every row", same(ours, plain))
    report.holds("every row is mapped or refused with a reason", accounted(ours, cells.height))
    return report


def numbered(first: int, rows: int) -> Any:
    """Numbers of so many rows."""
    import polars as pl

    return pl.int_range(first, first + rows, eager=True)


def drawn(rows: int) -> Any:
    """Invented pupils: sequences 996 to 999."""
    import polars as pl

    numbers = [number(n) for n in range(rows)]
    every = [n % WRONG for n in range(rows)]
    turn = [n // WRONG % 3 for n in range(rows)]
    spoiled = [e == 0 for e in every]
    return pl.DataFrame(
        {
            "XH": [f"2026{n:08}" for n in range(rows)],
            "XM": [f"测试{chr(0x4E00 + n % 5000)}" for n in range(rows)],
            "SFZH": [
                (v[:17] + ("0" if v[17] != "0" else "1")) if s and t == 0 else v
                for v, s, t in zip(numbers, spoiled, turn, strict=True)
            ],
            "XXMC": [f"第{n % 300}小学" for n in range(rows)],
            "XD": [
                "9" if s and t == 2 else str(n % 4 + 1) for n, (s, t) in _counted(spoiled, turn)
            ],
            "NJ": [f"{n % 6 + 1}年级" for n in range(rows)],
            "RXRQ": [
                "20261301" if s and t == 1 else ("20260901" if n % 2 else "2025-09-01")
                for n, (s, t) in _counted(spoiled, turn)
            ],
            "XJZT": ["" if n % 7 == 0 else "01" for n in range(rows)],
            "SJRQ": ["2026-11-29"] * rows,
            "BZ": [None] * rows,
        },
        schema_overrides={"BZ": pl.String},
    )


def _counted(spoiled: list[bool], turn: list[int]) -> Any:
    return enumerate(zip(spoiled, turn, strict=True))


def number(n: int) -> str:
    """The identity number of an invented child."""
    first = f"43018120{10 + n % 10}{n // 10 % 12 + 1:02}{n // 120 % 28 + 1:02}{996 + n % 4}"
    return first + check(first)


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check(first: str) -> str:
    """The check character, from the standard."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def by_hand(mapping: Any, row: dict[str, str | None]) -> dict[str, Any]:
    """The same mapping, a row at a time, as a first program would do it."""
    out: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, rule in mapping.fields.items():
        title = next((c for c in rule.columns if c in row), None)
        cell = ((row[title] if title else None) or "").strip() or None
        value: str | None = cell
        if cell and rule.codes:
            value = mapping.codes[rule.codes].get(cell)
            if value is None:
                faults[name] = "map_code"
        elif cell and rule.days:
            value = _day(cell)
            if value is None:
                faults[name] = "map_day"
        elif cell and name == "doc_number" and not _sound(cell):
            faults[name] = "id_checksum"
        out[name] = rule.default if value is None and name not in faults else value
    return {"faults": faults} if faults else out


def _day(cell: str) -> str | None:
    for form in ("%Y%m%d", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def _sound(cell: str) -> bool:
    return len(cell) == 18 and cell[:17].isdecimal() and check(cell[:17]) == cell[17]


def same(ours: Any, plain: list[dict[str, Any]]) -> bool:
    """Whether both ways say the same."""
    faults: dict[int, dict[str, str]] = {}
    for row, field, reason in ours.faults.select("row", "field", "reason").iter_rows():
        faults.setdefault(row, {})[field] = reason
    rows = {r.pop("row"): r for r in ours.rows.to_dicts()}
    return all(
        faults.get(n) == one["faults"]
        if "faults" in one
        else all(rows[n].get(k) == v for k, v in one.items())
        for n, one in enumerate(plain)
    )


def accounted(ours: Any, rows: int) -> bool:
    """Whether every row is in one part and in one only."""
    numbers = sorted([*ours.rows["row"].to_list(), *ours.refused.to_list()])
    return (
        len(numbers) == rows
        and all(b - a == 1 for a, b in pairwise(numbers))
        and set(ours.faults["row"].to_list()) == set(ours.refused.to_list())
    )


if __name__ == "__main__":
    import bench.mapping

    harness.main(bench.mapping)
