"""A workbook as somebody fills it in, before it is written in a format, and what a reader must find in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Value = str | int | float | date | None


@dataclass(slots=True)
class Page:
    """One sheet: rows of cells, joined cells (first row, first column, last row, last column), hidden rows."""

    name: str
    rows: list[list[Value]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden: bool = False

    def add(self, *cells: Value) -> int:
        """The number of the new row as a person counts."""
        self.rows.append(list(cells))
        return len(self.rows)


@dataclass(slots=True)
class Truth:
    """What a person finds in the file: rows of people by sheet and row, rows that cannot be taken with
    the reason, and what must be told (row, code)."""

    taken: dict[tuple[str, int, int], dict[str, Any]] = field(default_factory=dict)
    refused: dict[tuple[str, int, int], str] = field(default_factory=dict)
    told: set[tuple[int, str]] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    """Kinds of rows the reading must name (`left_out_total`, `hidden`, `group`, …)."""
    left_columns: set[str] = field(default_factory=set)
    """Titles that no field may be read from."""
    sheets_unread: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Made:
    """A whole generated file before it is written."""

    form: str
    pages: list[Page]
    truth: Truth
    kinds: list[str] = field(default_factory=list)
    """What was combined, for the message of a mismatch."""
