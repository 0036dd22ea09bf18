"""Excel files, through calamine. Guards first: what an attacker packs small must not unpack huge."""

from __future__ import annotations

from typing import Any

import fastexcel
import polars as pl

from anju.foundation.characters import visible
from anju.foundation.errors import Refused
from anju.foundation.sheets.measured import measure
from anju.foundation.sheets.packed import parts_of
from anju.foundation.sheets.workbook import Sheet, Workbook, as_cells

ZIP = b"PK\x03\x04"
_LONG_NUMBER = r"^-?\d{16,}$"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_excel(data: bytes, filename: str, sheet: str | None) -> Workbook:
    """Read .xlsx (or, in the process of its own that `old_excel` starts, .xls). Hidden sheets are read only by name."""
    if data[:4] == ZIP:
        measure(data, parts_of(data, filename), filename)
    try:
        return _read(data, filename, sheet)
    except BaseException as err:
        if type(err).__name__ != "PanicException":  # the reading library's own alarm, which is no Exception
            raise
        raise Refused("file_unreadable", filename=filename) from err


def _read(data: bytes, filename: str, sheet: str | None) -> Workbook:
    reader = _open(data, filename)
    names = tuple(visible(name) for name in reader.sheet_names)
    if sheet is not None and sheet not in names:
        raise Refused("sheet_missing", sheet=sheet, sheets=list(names))
    sheets = tuple(_load(reader, raw, name, filename) for raw, name in zip(reader.sheet_names, names, strict=True)
                   if sheet is None or name == sheet)
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


def _load(reader: Any, raw: str, name: str, filename: str) -> Sheet:  # noqa: ANN401
    try:
        sheet = reader.load_sheet(raw, header_row=None, skip_rows=0, dtypes="string")
        frame: pl.DataFrame = sheet.to_polars()
    except Exception as err:
        if "empty" in str(err).lower() or "no data" in str(err).lower():
            return Sheet(name, pl.DataFrame(), hidden=False)
        raise Refused("file_unreadable", filename=filename, sheet=name) from err
    cells = as_cells(frame.get_columns())
    cells = _mark_imprecise(reader, raw, cells)
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
