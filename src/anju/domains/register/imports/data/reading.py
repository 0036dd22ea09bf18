"""What the reader took a file's sheets, tables, rows and columns for: shown before anything is taken in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

CHOICES = ("header_row", "hidden_rows", "struck_rows", "start", "columns")
"""What a person may decide of a layout: the row of the header, whether hidden and struck-through rows are left out
("skip"), the first day of people without one, single fields' columns (the others as we judge)."""
SKIP = "skip"
SHEET_ROWS = 10_000_000
"""Rows of the second sheet read together with a first are numbered from here on, of the third from twice this."""
BLOCK_ROWS = 2_000_000
"""Rows of a table that stands beside another are numbered from here on: each row of a file has a number of its own."""
SPLIT_ROWS = 1_900_000
"""Added to the number of a row that was split in two (see `rules.splitting`): the number of the second."""
FIRST_PLACES = 20
"""Places named one by one; of more only the count."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column. `field`: what it was read as, "" when it is left over. `why` it is: other_person, former, other_matter,
    second, unknown, empty, not_kept, not_used."""

    index: int
    letter: str
    title: str
    field: str
    sure: float
    why: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table. Rows as a person counts; `kind`: what its rows declare; `heading`: the line above that says so."""

    sheet: str
    header: tuple[int, ...]
    first: int
    last: int
    rows: int
    kind: str
    heading: str
    fingerprint: str
    columns: tuple[ColumnReading, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a sheet that are treated alike: `what` is left_out_total, left_out_heading,
    left_out_header, left_out_empty, hidden, struck, hidden_left_out, struck_left_out, damaged,
    formula, filled_down, cards, ditto, family_home, group; `detail`: the column, or the text of a group line."""

    sheet: str
    what: str
    count: int
    places: tuple[int, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A sheet. `why` it was not read: hidden, another_kind, not_chosen, empty, no_header."""

    name: str
    read: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole account of one reading."""

    sheets: tuple[SheetReading, ...] = ()
    tables: tuple[TableReading, ...] = ()
    rows: tuple[Rows, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A form that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reading:
        """The reading `to_json` gave."""
        tables = tuple(
            TableReading(
                **{
                    **t,
                    "header": tuple(t["header"]),
                    "columns": tuple(ColumnReading(**c) for c in t["columns"]),
                }
            )
            for t in stored.get("tables", ())
        )
        return cls(
            tuple(SheetReading(**s) for s in stored.get("sheets", ())),
            tables,
            tuple(Rows(**{**r, "places": tuple(r["places"])}) for r in stored.get("rows", ())),
        )


def row_place(row: int) -> tuple[int, int]:
    """(which of the sheets read together, counted from 0; the row in it) of a row's number."""
    sheet, within = divmod(row, SHEET_ROWS)
    place = within % BLOCK_ROWS
    return sheet, place - SPLIT_ROWS if place >= SPLIT_ROWS else place
