"""OpenDocument spreadsheets (.ods, also flat .fods): one XML part with all sheets."""

from __future__ import annotations

from collections.abc import Iterable

from anju.foundation.errors import Refused
from anju.foundation.sheets.grid import Grid, number_text
from anju.foundation.sheets.spreadsheetml import local, parse
from anju.foundation.sheets.workbook import Sheet

MAX_REPEATS = 20_000
"""How often a row with text may be repeated; programs repeat only empty ones further."""


def read_open_document(pieces: Iterable[bytes], filename: str) -> list[Sheet]:
    """Its sheets. Raises `Refused`: file_unreadable, file_built_oddly (entities), file_too_many_cells."""
    reader = _Reader(filename)
    parse(reader, pieces, filename)
    return [g.sheet() for g in reader.sheets]


class _Reader:
    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.sheets: list[Grid] = []
        self.struck_styles: set[str] = set()
        self.style, self.hidden_tables = "", set[str]()
        self.row = self.column = 0
        self.row_cells: list[tuple[int, int, str, bool, tuple[int, int], bool]] = []
        self.repeat = 1
        self.invisible = False
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.annotated = 0
        self.columns = 0
        self.begins = {
            "table": self._table,
            "style": self._style,
            "text-properties": self._text_properties,
            "table-properties": self._table_properties,
            "table-column": self._column,
            "table-row": self._row,
            "table-cell": self._cell,
            "covered-table-cell": self._cell,
            "annotation": self._annotation,
            "p": self._paragraph,
        }

    def declares(self, *_: object) -> None:
        """An entity: no spreadsheet program writes one."""
        raise Refused("file_built_oddly", filename=self.filename, part="DOCTYPE")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag, given = local(name), {local(k): v for k, v in attributes.items()}
        begins = self.begins.get(tag)
        if begins is not None and (
            self.sheets or tag in ("table", "style", "text-properties", "table-properties")
        ):
            begins(given)
        elif tag in ("s", "tab", "line-break") and self.paragraphs and not self.annotated:
            self.paragraphs[-1] += (
                "\n" if tag == "line-break" else " " * min(_count(given.get("c")), 100)
            )

    def _table(self, given: dict[str, str]) -> None:
        self.sheets.append(Grid(given.get("name", f"Sheet{len(self.sheets) + 1}"), self.filename))
        self.sheets[-1].hidden = given.get("style-name", "") in self.hidden_tables
        self.row, self.columns = 0, 0

    def _style(self, given: dict[str, str]) -> None:
        self.style = given.get("name", "")

    def _text_properties(self, given: dict[str, str]) -> None:
        if given.get("text-line-through-style", "none") != "none":
            self.struck_styles.add(self.style)

    def _table_properties(self, given: dict[str, str]) -> None:
        if given.get("display") == "false":
            self.hidden_tables.add(self.style)

    def _row(self, given: dict[str, str]) -> None:
        self.repeat = _count(given.get("number-rows-repeated"))
        self.invisible = given.get("visibility", "visible") != "visible"
        self.column, self.row_cells = 0, []

    def _cell(self, given: dict[str, str]) -> None:
        self.cell, self.paragraphs = given, []

    def _annotation(self, _given: dict[str, str]) -> None:
        self.annotated += 1

    def _paragraph(self, _given: dict[str, str]) -> None:
        if self.cell is not None and not self.annotated:
            self.paragraphs.append("")

    def text(self, data: str) -> None:
        """Characters."""
        if self.cell is not None and self.paragraphs and not self.annotated:
            self.paragraphs[-1] += data

    def end(self, name: str) -> None:
        """An element ends."""
        tag = local(name)
        if tag == "annotation":
            self.annotated = max(self.annotated - 1, 0)
        elif tag in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._keep_cell(self.cell)
            self.cell = None
        elif tag == "table-row" and self.sheets:
            self._keep_row()

    def _keep_cell(self, given: dict[str, str]) -> None:
        text = _value(given, "\n".join(self.paragraphs))
        missing = not text and bool(given.get("formula"))
        if missing:
            text = "=" + given["formula"].partition("=")[2]
        times = _count(given.get("number-columns-repeated"))
        spans = (
            _count(given.get("number-rows-spanned")),
            _count(given.get("number-columns-spanned")),
        )
        if text.strip() or spans != (1, 1):
            struck = given.get("style-name", "") in self.struck_styles
            self.row_cells.append((self.column, min(times, 512), text, struck, spans, missing))
        self.column += times

    def _keep_row(self) -> None:
        grid = self.sheets[-1]
        times = self.repeat if not self.row_cells else min(self.repeat, MAX_REPEATS)
        for row in range(self.row, self.row + times) if self.row_cells else ():
            for column, many, text, struck, (down, across), missing in self.row_cells:
                for at in range(column, column + many):
                    grid.put(row, at, text, struck=struck)
                grid.merge(row, column, down, across)
                if missing:
                    grid.formulas.add(row)
        if self.invisible:
            grid.hidden_rows += range(self.row, self.row + min(self.repeat, 1_048_576))
        self.row += self.repeat

    def _column(self, given: dict[str, str]) -> None:
        times = _count(given.get("number-columns-repeated"))
        if given.get("visibility", "visible") != "visible":
            self.sheets[-1].hidden_columns |= set(
                range(self.columns, min(self.columns + times, 512))
            )
        self.columns += times


def _count(text: str | None) -> int:
    return min(max(int(text), 1), 1_048_576) if text and text.isdecimal() else 1


def _value(given: dict[str, str], shown: str) -> str:
    kind = given.get("value-type", "")
    if kind == "date":
        return given.get("date-value", shown).removesuffix("T00:00:00").replace("T", " ")
    if kind in ("float", "currency", "percentage") and given.get("value"):
        return number_text(given["value"])
    return shown
