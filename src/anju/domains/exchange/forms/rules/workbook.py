"""The office's own workbook: whether a form fits into it, and its cells filled. Nothing else of it is touched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

from anju.domains.exchange.forms.data.forms import Cell, Description, Layout
from anju.domains.exchange.forms.rules.describing import BOXES
from anju.foundation.errors import Refused
from anju.foundation.sheets.packed import parts_of
from anju.foundation.sheets.writer import harmless

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 32 * 1024 * 1024
_TEXT = "@"


def require_fits(made: Description, template: bytes) -> None:
    """`Refused` ``form_template`` (`why`: size, macros, parts, file, sheet, a cell that is merged away or filled, or a
    formula anywhere)."""
    book = _opened(template)
    sheet = _sheet(book, made)
    if runs := next(
        (c for s in book.worksheets for r in s.iter_rows() for c in r if c.data_type == "f"), None
    ):
        raise Refused("form_template", why=runs.coordinate)
    for field in made.fields:
        place = field.cell if made.layout == Layout.ONE else f"{field.cell}{made.first_row}"
        cell = sheet[place]
        if isinstance(cell, MergedCell) or cell.value not in (None, ""):
            raise Refused("form_template", why=place)


def filled(made: Description, template: bytes, rows: Sequence[Sequence[Cell]]) -> bytes:
    """The workbook with its cells filled, every value as text: no cell becomes a formula."""
    book = _opened(template)
    sheet = _sheet(book, made)
    boxes = {f.cell for f in made.fields if f.pattern == BOXES}
    for number, cells in enumerate(rows):
        for cell in cells:
            if made.layout == Layout.LIST:
                _put(sheet, f"{cell.cell}{made.first_row + number}", cell.value)
            elif cell.cell in boxes:
                column, row = coordinate_from_string(cell.cell)
                first = column_index_from_string(column)
                for at, sign in enumerate(cell.value):
                    _put(sheet, sheet.cell(row, first + at).coordinate, sign)
            else:
                _put(sheet, cell.cell, cell.value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, place: str, text: str) -> None:  # noqa: ANN401 - openpyxl bears no types
    cell = sheet[place]
    if isinstance(cell, MergedCell) or not text:
        return
    cell.value = harmless(text)
    cell.data_type = "s"
    cell.number_format = _TEXT


def _opened(template: bytes) -> Any:  # noqa: ANN401
    if len(template) > MOST_BYTES:
        raise Refused("form_template", why="size")
    parts = parts_of(template, "template.xlsx")
    names = [p.filename.lower() for p in parts]
    if sum(p.file_size for p in parts) > MOST_UNPACKED:
        raise Refused("form_template", why="size")
    if any("vbaproject" in n or n.startswith("xl/externallinks") for n in names):
        raise Refused("form_template", why="macros")
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        if any(b"<!ENTITY" in archive.read(p) for p in parts if p.filename.endswith(".xml")):
            raise Refused("form_template", why="parts")
    try:
        return openpyxl.load_workbook(io.BytesIO(template), keep_links=False)
    except (
        Exception
    ) as error:  # the library names no error of its own for a file that is not as it should be
        raise Refused("form_template", why="file") from error


def _sheet(book: Any, made: Description) -> Any:  # noqa: ANN401
    if made.sheet and made.sheet not in book.sheetnames:
        raise Refused("form_template", why=made.sheet)
    return book[made.sheet] if made.sheet else book.worksheets[0]
