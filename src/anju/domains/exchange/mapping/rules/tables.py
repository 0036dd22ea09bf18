"""The table of a file: titles from its first filled row, the rows below it with their numbers in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from anju.domains.exchange.mapping.rules.columns import title
from anju.foundation.errors import Refused
from anju.foundation.sheets.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under their titles. `numbers`: of each row as a person counts the lines of the file. `damaged`:
    numbers of rows whose bytes are no text."""

    cells: pl.DataFrame
    numbers: pl.Series
    damaged: frozenset[int]

    def head(self, rows: int) -> Table:
        """The first rows."""
        return Table(self.cells.head(rows), self.numbers.head(rows), self.damaged)


def table_of(book: Workbook) -> Table:
    """The first sheet that holds anything. `Refused` ``file_without_table``, ``map_columns_twice`` (`columns`)."""
    for sheet in book.sheets:
        filled = ~pl.all_horizontal(pl.all().is_null())
        cells = sheet.cells.with_row_index("line", offset=1)
        cells = cells.filter(filled) if sheet.cells.width else cells
        if cells.height:
            damaged = frozenset(row + 1 for row in sheet.marks.damaged)
            return _table(cells.drop("line"), cells["line"], damaged)
    raise Refused("file_without_table", filename=book.filename)


def _table(cells: pl.DataFrame, lines: pl.Series, damaged: frozenset[int]) -> Table:
    names = [title(c) for c in cells.row(0)]
    _require_once(n for n in names if n)
    kept = {c: n for c, n in zip(cells.columns, names, strict=True) if n}
    return Table(cells[1:].select(pl.col(c).alias(n) for c, n in kept.items()), lines[1:], damaged)


def _require_once(names: Iterable[str]) -> None:
    if twice := [n for n, times in Counter(names).items() if times > 1]:
        raise Refused("map_columns_twice", columns=twice)
