"""A sheet built cell by cell, for formats that are read by a parser of ours. Its size is bounded as it grows."""

from __future__ import annotations

import re
from itertools import zip_longest

import polars as pl

from anju.foundation.errors import Refused
from anju.foundation.sheets.workbook import Marks, Sheet, as_cells

MAX_CELLS = 4_000_000
MAX_COLUMNS = 512
LONGEST = 100_000
"""Letters of a cell; what is longer is cut."""
_LONG = re.compile(r"-?\d{16,}(?:\.0*)?")
_FLOAT = re.compile(r"-?\d+(?:\.\d*)?[eE][+-]?\d+")


class Grid:
    """Rows of one sheet under construction. Raises `Refused` file_too_many_cells."""

    def __init__(self, name: str, filename: str) -> None:
        self.name, self.filename = name, filename
        self.hidden = self.filtered = False
        self.rows: list[list[str | None]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.struck: dict[int, int] = {}
        self.formulas: set[int] = set()
        self._cells = 0

    def put(self, row: int, column: int, text: str | None, *, struck: bool = False) -> None:
        """A cell's text at its place."""
        if not text or not text.strip():
            return
        if column >= MAX_COLUMNS:
            raise Refused(
                "file_too_many_cells", filename=self.filename, cells=column + 1, most=MAX_COLUMNS
            )
        if row >= len(self.rows):
            self._grow(row)
        line = self.rows[row]
        if column >= len(line):
            self._cells += column + 1 - len(line)
            self._bounded()
            line += [None] * (column + 1 - len(line))
        line[column] = text[:LONGEST]
        if struck:
            self.struck[row] = self.struck.get(row, 0) + 1

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """A cell that spans so many rows and columns."""
        if rows > 1 or columns > 1:
            self.merged.append(
                (
                    row,
                    column,
                    row + min(rows, 1_048_576) - 1,
                    column + min(columns, MAX_COLUMNS) - 1,
                )
            )

    def sheet(self) -> Sheet:
        """The sheet as it stands. A row counts as struck through when half of its cells are."""
        height = len(self.rows)
        struck = tuple(
            r
            for r, n in sorted(self.struck.items())
            if n * 2 >= sum(v is not None for v in self.rows[r])
        )
        marks = Marks(
            tuple((a, b, min(c, height - 1), d) for a, b, c, d in self.merged if a < height),
            tuple(r for r in self.hidden_rows if r < height),
            struck,
            tuple(sorted(self.hidden_columns)),
            self.filtered,
            (),
            tuple(sorted(self.formulas)),
        )
        columns = [
            pl.Series(str(i), values, dtype=pl.String)
            for i, values in enumerate(zip_longest(*self.rows))
        ]
        return Sheet(
            self.name, as_cells(columns) if columns else pl.DataFrame(), self.hidden, marks
        )

    def _grow(self, row: int) -> None:
        self._cells += row + 1 - len(self.rows)
        self._bounded()
        self.rows += [[] for _ in range(row + 1 - len(self.rows))]

    def _bounded(self) -> None:
        if self._cells > MAX_CELLS:
            raise Refused(
                "file_too_many_cells", filename=self.filename, cells=self._cells, most=MAX_CELLS
            )


def number_text(text: str) -> str:
    """A stored number as a person reads it: whole ones without a point, beyond 15 digits as the
    spreadsheet shows it."""
    text = text.strip()
    if _LONG.fullmatch(text):
        return f"{float(text):.14E}"
    if not _FLOAT.fullmatch(text):
        return re.sub(r"(?<=\d)\.0+$", "", text)
    value = float(text)
    if abs(value) >= 1e15:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else repr(value)
