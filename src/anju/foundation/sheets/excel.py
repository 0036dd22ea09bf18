"""Excel files, through calamine. Guards first: what an attacker packs small must not unpack huge."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import fastexcel
import polars as pl

from anju.foundation.errors import Refused
from anju.foundation.sheets.workbook import Sheet, Workbook, as_cells

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_CELLS = 20_000_000
"""calamine lays a sheet out as a full rectangle: two far corners alone would take all memory."""
MAX_COLUMNS = 512
_ROW = re.compile(rb'<row [^>]{0,200}?\br="(\d+)"')
_CELL = re.compile(rb'<c [^>]{0,80}?\br="([A-Z]{1,7})(\d{1,9})"')
_WIDE = re.compile(rb'\br="[A-Z]{2,7}\d')
_LONG_NUMBER = r"^-?\d{16,}$"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_excel(data: bytes, filename: str, sheet: str | None) -> Workbook:
    """Read .xlsx or .xls. Hidden sheets are read only by name."""
    _guard(data, filename)
    reader = _open(data, filename)
    names = tuple(reader.sheet_names)
    if sheet is not None and sheet not in names:
        raise Refused("sheet_missing", sheet=sheet, sheets=list(names))
    wanted = names if sheet is None else (sheet,)
    sheets = tuple(_load(reader, name, filename) for name in wanted)
    shown = tuple(s for s in sheets if not s.hidden or s.name == sheet)
    if not any(s.cells.height for s in shown):
        raise Refused("file_empty", filename=filename)
    return Workbook(filename, shown, names)


def _open(data: bytes, filename: str) -> Any:  # noqa: ANN401 - fastexcel's reader has no public stub
    if _ENCRYPTED in data[: 1 << 20] or (data[:2] == b"\xd0\xcf" and _ENCRYPTED in data):
        raise Refused("file_password", filename=filename)
    try:
        return fastexcel.read_excel(data)
    except Exception as err:
        code = "file_password" if "password" in str(err).lower() else "file_unreadable"
        raise Refused(code, filename=filename) from err


def _load(reader: Any, name: str, filename: str) -> Sheet:  # noqa: ANN401
    try:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        frame: pl.DataFrame = sheet.to_polars()
    except Exception as err:
        if "empty" in str(err).lower() or "no data" in str(err).lower():
            return Sheet(name, pl.DataFrame(), hidden=False)
        raise Refused("file_unreadable", filename=filename, sheet=name) from err
    cells = as_cells(frame.get_columns())
    cells = _mark_imprecise(reader, name, cells)
    return Sheet(name, cells, hidden=sheet.visible != "visible")


def _mark_imprecise(reader: Any, name: str, cells: pl.DataFrame) -> pl.DataFrame:  # noqa: ANN401
    """Number cells of over 15 digits become `IMPRECISE` text.

    Asked for a truth value, calamine answers for numbers and is silent for text: so the two are told apart.
    """
    suspects = [i for i, c in enumerate(cells.columns) if cells[c].str.contains(_LONG_NUMBER).any()]
    if not suspects:
        return cells
    asked = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="boolean", use_columns=suspects).to_polars()
    for position, number in zip(suspects, asked.get_columns(), strict=True):
        column = cells.columns[position]
        lost = number.is_not_null() & cells[column].str.contains(_LONG_NUMBER).fill_null(value=False)
        if lost.any():
            shown = cells[column].filter(lost).map_elements(as_excel_shows, return_dtype=pl.String)
            cells = cells.with_columns(cells[column].scatter(lost.arg_true(), shown))
    return cells


def as_excel_shows(digits: str) -> str:
    """A number beyond 15 digits as the spreadsheet itself would print it."""
    return f"{float(digits):.14E}"


def _guard(data: bytes, filename: str) -> None:
    if data[:4] != b"PK\x03\x04":
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except zipfile.BadZipFile as err:
        raise Refused("file_unreadable", filename=filename) from err
    if sum(p.file_size for p in parts) > MAX_UNPACKED or len(parts) > 10_000:
        raise Refused("file_too_large", filename=filename)
    if not any(p.filename == "xl/workbook.xml" for p in parts):
        raise Refused("file_unreadable", filename=filename)
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            _guard_sheet(archive, part, filename)


def _guard_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo, filename: str) -> None:
    """Refuse a sheet whose used rectangle is absurd. The directory's sizes may lie, so reading stops at them."""
    try:
        with archive.open(part) as stream:
            xml = stream.read(part.file_size + 1)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as err:
        raise Refused("file_unreadable", filename=filename) from err
    rows = max((int(n[:9]) for n in _ROW.findall(xml)), default=xml.count(b"<row"))
    columns = 26
    if _WIDE.search(xml):
        columns = max((_column_number(letters) for letters, _ in _CELL.findall(xml)), default=26)
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS * 2 or rows > 1_048_576:
        raise Refused("file_too_large", filename=filename, rows=rows, columns=columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
