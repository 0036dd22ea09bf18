"""What a spreadsheet holds, as frames of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

IMPRECISE = r"^[+-]?\d(?:\.\d*)?[eE]\+?\d{1,2}$"
"""A number cell of more than 15 digits is given in this form, as the spreadsheet shows it: its last digits are lost."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet shows about its cells beside their text. Rows and columns count from 0.

    `merged`: (first row, first column, last row, last column), one or more rows or columns joined to one cell.
    `hidden_rows`, `struck_rows` (a line through the name or the whole row), `hidden_columns`. `filtered`: a filter is
    set. `damaged`: rows whose bytes are no text in the file's encoding. `formulas`: rows with a formula that has no
    stored result; the cell then holds the formula itself, from its equals sign on.
    """

    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    struck_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    filtered: bool = False
    damaged: tuple[int, ...] = ()
    formulas: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A form that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Marks:
        """The marks `to_json` gave."""
        rows = {
            k: tuple(map(int, stored.get(k, ())))
            for k in ("hidden_rows", "struck_rows", "hidden_columns", "damaged", "formulas")
        }
        merged = tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in stored.get("merged", ()))
        return cls(merged, filtered=bool(stored.get("filtered", False)), **rows)

    def shifted(self, rows: int) -> Marks:
        """The marks of a piece that begins so many rows further down, as the piece counts."""

        def moved(places: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(p - rows for p in places if p >= rows)

        merged = tuple((a - rows, b, c - rows, d) for a, b, c, d in self.merged if c >= rows)
        return Marks(
            merged,
            moved(self.hidden_rows),
            moved(self.struck_rows),
            self.hidden_columns,
            self.filtered,
            moved(self.damaged),
            moved(self.formulas),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `cells`: text columns "0", "1", …; frame row i is row i + 1 as a person counts; empty is null."""

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that were read, in their order; `names` lists every sheet of the file, read or not."""

    filename: str
    sheets: tuple[Sheet, ...]
    names: tuple[str, ...]


def as_cells(columns: list[pl.Series]) -> pl.DataFrame:
    """Text columns under the names "0", "1", …; blank text becomes null. NUL, which no database stores, goes."""
    return pl.DataFrame(
        [_without_blanks(_storable(s.rename(str(i)))) for i, s in enumerate(columns)]
    )


def _storable(column: pl.Series) -> pl.Series:
    holds = column.str.contains("\x00", literal=True).any()
    return column.str.replace_all("\x00", "", literal=True) if holds else column


def _without_blanks(column: pl.Series) -> pl.Series:
    blank = column.str.contains(r"^\s*$")
    return column.set(blank.fill_null(value=False), None) if blank.any() else column
