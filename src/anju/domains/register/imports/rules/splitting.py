"""A row that names two persons in its cells, as two rows."""

from __future__ import annotations

import re
from collections.abc import Mapping as AbcMapping
from typing import Any

import polars as pl

from anju.domains.register.imports.data.reading import BLOCK_ROWS, SHEET_ROWS, SPLIT_ROWS
from anju.domains.register.imports.rules.columns import Mapping

SPLIT = "split"
"""In place of a field among the corrections of a row: it is two rows."""
_NUMBER = re.compile(r"\d{17}[\dXx]")
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_BETWEEN = re.compile(r"\s*[\n\r、,，;；/|]+\s*|\s{2,}")


def may_split(row: int) -> bool:
    """Is there a number left for the second row? The first of a split stands where it stood."""
    return row % SHEET_ROWS % BLOCK_ROWS < BLOCK_ROWS - SPLIT_ROWS


def split_rows(
    rows: pl.DataFrame, mapping: Mapping, fixes: AbcMapping[str, AbcMapping[str, str]]
) -> pl.DataFrame:
    """The rows, with each that is to be split as two: of cells that hold two names, numbers or phones each takes
    one, of all others both take the whole. The second stands behind the first, under a number of its own."""
    wanted = [int(r) for r, texts in fixes.items() if SPLIT in texts and may_split(int(r))]
    if not wanted:
        return rows
    both = rows.filter(pl.col("row").is_in(wanted))
    if both.is_empty():
        return rows
    halves = [_half(both, mapping, n) for n in (0, 1)]
    rest = rows.filter(~pl.col("row").is_in(wanted))
    split = pl.concat([rest, *halves])
    order = pl.col("row") % SHEET_ROWS % BLOCK_ROWS
    return split.sort(
        pl.when(order >= SPLIT_ROWS).then(pl.col("row") - SPLIT_ROWS).otherwise("row"),
        "row",
    )


def _half(rows: pl.DataFrame, mapping: Mapping, n: int) -> pl.DataFrame:
    parted = {
        str(at): field
        for field in ("name", "doc_number", "phone")
        for at in mapping.columns.get(field, ())
    }
    lines: list[dict[str, Any]] = []
    for line in rows.iter_rows(named=True):
        cells = {
            c: _part(v, parted[c], n) if c in parted and isinstance(v, str) else v
            for c, v in line.items()
        }
        lines.append(cells | {"row": line["row"] + n * SPLIT_ROWS})
    return pl.DataFrame(lines, schema=rows.schema, orient="row")


def _part(text: str, field: str, n: int) -> str:
    if field == "name":
        found = [p for p in _BETWEEN.split(text.strip()) if p]
    else:
        found = (_NUMBER if field == "doc_number" else _PHONE).findall(text)
    return found[n] if len(found) == 2 else text
