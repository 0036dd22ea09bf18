"""Excel files, through calamine. Measured first: what is packed small must not unpack huge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import fastexcel
import polars as pl

from anju.foundation.characters import visible
from anju.foundation.errors import Refused
from anju.foundation.sheets.excel_marks import Cells, find_marks
from anju.foundation.sheets.measured import MAX_COLUMNS, measure
from anju.foundation.sheets.old_excel_marks import find_old_marks
from anju.foundation.sheets.packed import is_plain, parts_of, repacked
from anju.foundation.sheets.workbook import Marks, Sheet, Workbook, as_cells

MAX_OLD_BYTES = 64 * 1024 * 1024
"""The old format ends at 65,536 rows a sheet."""

_LONG_NUMBER = r"^-?\d{16,}$"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_excel(data: bytes, filename: str, sheet: str | None) -> Workbook:
    """Read .xlsx. Hidden sheets are read only by name."""
    parts = parts_of(data, filename)
    measure(data, parts, filename)
    marks = find_marks(data, parts, filename)
    plain = data if is_plain(data, parts) else repacked(data, parts, filename)
    return _guarded(plain, filename, sheet, marks)


def read_old_excel(data: bytes, filename: str, sheet: str | None) -> Workbook:
    """Read .xls. It cannot be measured first: only in a process with limits."""
    if len(data) > MAX_OLD_BYTES:
        raise Refused("file_too_large", filename=filename, megabytes=MAX_OLD_BYTES >> 20)
    return _guarded(data, filename, sheet, {}, old=find_old_marks(data))


def _guarded(
    data: bytes,
    filename: str,
    sheet: str | None,
    marks: Mapping[str, Cells],
    old: Sequence[Marks] = (),
) -> Workbook:
    try:
        return _read(data, filename, sheet, marks, old)
    except BaseException as err:
        if (
            type(err).__name__ != "PanicException"
        ):  # the reading library's own alarm, which is no Exception
            raise
        raise Refused("file_unreadable", filename=filename) from err


def _read(
    data: bytes, filename: str, sheet: str | None, marks: Mapping[str, Cells], old: Sequence[Marks]
) -> Workbook:
    reader = _open(data, filename)
    names = tuple(visible(name) for name in reader.sheet_names)
    if sheet is not None and sheet not in names:
        raise Refused("sheet_missing", sheet=sheet, sheets=list(names))
    ordered = (
        old
        if len(old) == len(names)
        else [marks[n].marks if n in marks else Marks() for n in reader.sheet_names]
    )
    sheets = tuple(
        _load(
            reader,
            raw,
            Sheet(name, pl.DataFrame(), marks=marked),
            filename,
            marks[raw].texts if raw in marks else {},
        )
        for raw, name, marked in zip(reader.sheet_names, names, ordered, strict=True)
        if sheet is None or name == sheet
    )
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


def _load(
    reader: Any,  # noqa: ANN401
    raw: str,
    empty: Sheet,
    filename: str,
    texts: Mapping[tuple[int, int], str],
) -> Sheet:
    try:
        sheet = reader.load_sheet(raw, header_row=None, skip_rows=0, dtypes="string")
        frame: pl.DataFrame = sheet.to_polars()
    except Exception as err:
        if "empty" in str(err).lower() or "no data" in str(err).lower():
            return empty
        raise Refused("file_unreadable", filename=filename, sheet=empty.name) from err
    cells = as_cells(frame.get_columns())
    known = sheet.available_columns()
    first = int(known[0].absolute_index) if known else 0
    cells = _with_texts(_from_column_a(_mark_imprecise(reader, raw, cells, first), first), texts)
    return Sheet(empty.name, cells, hidden=sheet.visible != "visible", marks=empty.marks)


def _from_column_a(cells: pl.DataFrame, missing: int) -> pl.DataFrame:
    """The library begins with the first column that holds something."""
    if not missing:
        return cells
    blank = pl.Series([None] * cells.height, dtype=pl.String)
    return pl.DataFrame(
        [
            *(blank.alias(str(i)) for i in range(missing)),
            *(c.alias(str(missing + i)) for i, c in enumerate(cells.get_columns())),
        ]
    )


def _with_texts(cells: pl.DataFrame, texts: Mapping[tuple[int, int], str]) -> pl.DataFrame:
    """The cells with texts that the library does not give; the frame grows where they stand beyond it."""
    wanted = {
        place: text for place, text in texts.items() if place[1] < MAX_COLUMNS and text.strip("= ")
    }
    if not wanted:
        return cells
    height, width = max(r for r, _ in wanted) + 1, max(c for _, c in wanted) + 1
    if height > cells.height:
        cells = pl.concat(
            [
                cells,
                pl.DataFrame(
                    {c: [None] * (height - cells.height) for c in cells.columns},
                    schema=cells.schema,
                ),
            ]
        )
    more = [pl.lit(None, dtype=pl.String).alias(str(i)) for i in range(cells.width, width)]
    cells = cells.with_columns(more)
    for column in sorted({c for _, c in wanted}):
        places = [
            (r, t) for (r, c), t in wanted.items() if c == column and cells[str(c)][r] is None
        ]
        if places:
            cells = cells.with_columns(
                cells[str(column)].scatter([r for r, _ in places], [t for _, t in places])
            )
    return cells


def _mark_imprecise(reader: Any, name: str, cells: pl.DataFrame, first: int) -> pl.DataFrame:  # noqa: ANN401
    """Number cells of over 15 digits become `IMPRECISE` text. `first`: the column of the sheet that
    the frame begins with.

    Asked for a truth value, calamine answers for numbers and is silent for text: so the two are told apart.
    """
    suspects = [i for i, c in enumerate(cells.columns) if cells[c].str.contains(_LONG_NUMBER).any()]
    if not suspects:
        return cells
    asked = reader.load_sheet(
        name,
        header_row=None,
        skip_rows=0,
        dtypes="boolean",
        use_columns=[first + i for i in suspects],
    ).to_polars()
    for position, number in zip(suspects, asked.get_columns(), strict=True):
        column = cells.columns[position]
        lost = number.is_not_null() & cells[column].str.contains(_LONG_NUMBER).fill_null(
            value=False
        )
        if lost.any():
            shown = cells[column].filter(lost).map_elements(as_excel_shows, return_dtype=pl.String)
            cells = cells.with_columns(cells[column].scatter(lost.arg_true(), shown))
    return cells


def as_excel_shows(digits: str) -> str:
    """A number beyond 15 digits as the spreadsheet itself would print it."""
    return f"{float(digits):.14E}"
