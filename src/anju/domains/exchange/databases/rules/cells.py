"""Rows of a database as the cells of a file: text under titles, with which a mapping works."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from anju.domains.exchange.mapping.rules.columns import title
from anju.domains.exchange.mapping.rules.tables import Table
from anju.foundation.clock import CHINA
from anju.foundation.errors import Refused
from anju.foundation.sheets.workbook import as_cells

_END, _NOTHING = b"\x1e", b"\x1f\x00"


def table_of_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """`Refused` ``map_columns_twice`` (`columns`) where two columns bear one title."""
    titles = [title(c) for c in columns]
    if twice := sorted({t for t in titles if titles.count(t) > 1}):
        raise Refused("map_columns_twice", columns=twice)
    damaged: set[int] = set()
    values = list(zip(*rows, strict=True)) or [()] * len(titles)
    series = [_texts(name, column, damaged) for name, column in zip(titles, values, strict=True)]
    cells = as_cells(series)
    cells.columns = titles
    numbers = pl.Series("line", range(1, len(rows) + 1), dtype=pl.Int64)
    return Table(cells, numbers, frozenset(damaged))


def _texts(name: str, column: Sequence[Any], damaged: set[int]) -> pl.Series:
    found: list[str | None] = []
    for number, value in enumerate(column, start=1):
        text = value if value is None or isinstance(value, str) else _text(value)
        if text is None and value is not None:
            damaged.add(number)
        found.append(text)
    return pl.Series(name, found, dtype=pl.String)


def _text(value: object) -> str | None:
    """A value as a person would type it; None for bytes that are no text."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        here = value.astimezone(CHINA) if value.tzinfo else value
        return here.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | bytearray | memoryview):
        return _decoded(bytes(value))
    return str(value)


def _decoded(data: bytes) -> str | None:
    if data in (b"\x00", b"\x01"):
        return str(data[0])
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def digest_of(table: Table, *said: str) -> str:
    """A hash of rows in their order, and of what is said of them."""
    found = hashlib.sha256("\n".join(said).encode())
    for row in table.cells.iter_rows():
        for cell in row:
            found.update(_NOTHING if cell is None else cell.encode() + _END)
    return found.hexdigest()
