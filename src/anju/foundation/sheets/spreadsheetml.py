"""SpreadsheetML 2003: a workbook as one XML file, usually saved under the name of an .xls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from anju.foundation.errors import Refused
from anju.foundation.sheets.grid import Grid, number_text
from anju.foundation.sheets.workbook import Sheet

MAX_ROWS = 1_048_576


def read_spreadsheetml(data: bytes, filename: str) -> list[Sheet]:
    """Its sheets. Raises `Refused`: file_unreadable, file_built_oddly (entities), file_too_many_cells."""
    reader = _Reader(filename)
    parse(reader, [data], filename)
    return [g.sheet() for g in reader.sheets]


def parse(reader: Any, pieces: Iterable[bytes], filename: str) -> None:  # noqa: ANN401 - one of the two readers of XML
    """Hand the XML to a reader (`begin`, `end`, `text`, `declares`), piece by piece. Raises `Refused`
    file_unreadable."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.declares
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as err:
        raise Refused("file_unreadable", filename=filename) from err


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


class _Reader:
    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.sheets: list[Grid] = []
        self.struck_styles: set[str] = set()
        self.style = self.cell_style = self.row_style = ""
        self.row = self.column = -1
        self.next_column = self.columns = 0
        self.taken: dict[int, int] = {}
        self.pieces: list[str] | None = None
        self.kind, self.formula, self.value = "", "", ""
        self.inside: list[str] = []
        self.begins = {
            "Worksheet": self._worksheet,
            "Style": self._style,
            "Font": self._font,
            "Row": self._row,
            "Cell": self._cell,
            "Data": self._data,
            "Column": self._column,
            "AutoFilter": self._filter,
            "Visible": self._visible,
        }

    def declares(self, *_: object) -> None:
        """An entity: no spreadsheet program writes one."""
        raise Refused("file_built_oddly", filename=self.filename, part="DOCTYPE")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag, given = local(name), {local(k): v for k, v in attributes.items()}
        self.inside.append(tag)
        begins = self.begins.get(tag)
        if begins is not None and (self.sheets or tag in ("Worksheet", "Style", "Font")):
            begins(given)

    def _worksheet(self, given: dict[str, str]) -> None:
        self.sheets.append(Grid(given.get("Name", f"Sheet{len(self.sheets) + 1}"), self.filename))
        self.row, self.taken, self.columns = -1, {}, 0

    def _style(self, given: dict[str, str]) -> None:
        self.style = given.get("ID", "")

    def _font(self, given: dict[str, str]) -> None:
        if given.get("StrikeThrough") == "1":
            self.struck_styles.add(self.style)

    def _data(self, given: dict[str, str]) -> None:
        if self.inside[-2:-1] == ["Cell"]:
            self.kind, self.pieces = given.get("Type", "String"), []

    def _filter(self, _given: dict[str, str]) -> None:
        self.sheets[-1].filtered = True

    def _visible(self, _given: dict[str, str]) -> None:
        self.pieces = []

    def text(self, data: str) -> None:
        """Characters."""
        if self.pieces is not None:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        tag = local(name)
        if self.inside:
            self.inside.pop()
        if tag == "Data" and self.pieces is not None:
            self.value, self.pieces = _value("".join(self.pieces), self.kind), None
        elif tag == "Visible" and self.pieces is not None:
            self.sheets[-1].hidden, self.pieces = "hidden" in "".join(self.pieces).lower(), None
        elif tag == "Cell" and self.sheets:
            grid, struck = (
                self.sheets[-1],
                (self.cell_style or self.row_style) in self.struck_styles,
            )
            if self.formula and not self.value:
                self.value = self.formula if self.formula.startswith("=") else f"={self.formula}"
                grid.formulas.add(self.row)
            grid.put(self.row, self.column, self.value, struck=struck)

    def _row(self, given: dict[str, Any]) -> None:
        self.row = _index(given.get("Index"), self.row + 1)
        if self.row >= MAX_ROWS:
            raise Refused(
                "file_too_many_cells", filename=self.filename, cells=self.row, most=MAX_ROWS
            )
        self.next_column, self.row_style = 0, given.get("StyleID", "")
        if given.get("Hidden") == "1":
            span = min(_index(given.get("Span"), 1) + 1, MAX_ROWS)
            self.sheets[-1].hidden_rows += (
                range(self.row, self.row + span) if "Span" in given else [self.row]
            )

    def _cell(self, given: dict[str, Any]) -> None:
        column = self.next_column
        while "Index" not in given and self.taken.get(column, -1) >= self.row:
            column += 1
        self.column = _index(given.get("Index"), column)
        across, down = (
            _index(given.get("MergeAcross"), -1) + 1,
            _index(given.get("MergeDown"), -1) + 1,
        )
        self.sheets[-1].merge(self.row, self.column, down + 1, across + 1)
        if down:
            self.taken.update(
                dict.fromkeys(
                    range(self.column, self.column + min(across, 512) + 1), self.row + down
                )
            )
        self.next_column = self.column + across + 1
        self.formula, self.value, self.cell_style = (
            given.get("Formula", ""),
            "",
            given.get("StyleID", ""),
        )

    def _column(self, given: dict[str, Any]) -> None:
        at = _index(given.get("Index"), self.columns)
        self.columns = min(at + _index(given.get("Span"), -1) + 2, 512)
        if given.get("Hidden") == "1":
            self.sheets[-1].hidden_columns |= set(range(at, self.columns))


def _index(text: str | None, otherwise: int) -> int:
    """A count as written (from 1) as one from 0."""
    return (
        min(int(text), 10_000_000) - 1 if text and text.isdecimal() and text != "0" else otherwise
    )


def _value(text: str, kind: str) -> str:
    if kind == "Number":
        return number_text(text)
    if kind == "DateTime":
        return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
    return text
