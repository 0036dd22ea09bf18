"""What a spreadsheet holds, as frames of text."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

IMPRECISE = r"^[+-]?\d(?:\.\d*)?[eE]\+?\d{1,2}$"
"""A number cell of more than 15 digits is given in this form, as the spreadsheet shows it: its last digits are lost."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `cells`: text columns "0", "1", …; frame row i is row i + 1 as a person counts; empty is null."""

    name: str
    cells: pl.DataFrame
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that were read, in their order; `names` lists every sheet of the file, read or not."""

    filename: str
    sheets: tuple[Sheet, ...]
    names: tuple[str, ...]


def as_cells(columns: list[pl.Series]) -> pl.DataFrame:
    """Text columns under the names "0", "1", …; blank text becomes null. NUL, which no database stores, goes."""
    return pl.DataFrame([_without_blanks(_storable(s.rename(str(i)))) for i, s in enumerate(columns)])


def _storable(column: pl.Series) -> pl.Series:
    holds = column.str.contains("\x00", literal=True).any()
    return column.str.replace_all("\x00", "", literal=True) if holds else column


def _without_blanks(column: pl.Series) -> pl.Series:
    blank = column.str.contains(r"^\s*$")
    return column.set(blank.fill_null(value=False), None) if blank.any() else column
