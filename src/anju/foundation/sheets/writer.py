"""Writing a spreadsheet: text stays text, so nothing a stranger typed can run as a formula.

A spreadsheet takes a cell for a formula by its first character. In a workbook our cells are text by type and by
format, and stay text when edited; but people save workbooks as CSV, where only the first character speaks. So a
text that could be read as a formula gets an apostrophe before it, the spreadsheets' own mark for "this is text",
which our reading of files takes off again. Plain signed numbers and phones (``-3``, ``+86 138 …``) compute nothing
and stay as they are. It is the one rule, for every file we hand out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import xlsxwriter

from anju.foundation.characters import visible

_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""ASCII and full-width: Excel with an East Asian language reads both."""
_NUMBER = re.compile(r"[+\uff0b-]?[\d\s()-]*(?:\.\d+)?%?", re.ASCII)


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet could take it for a formula."""
    if not text or text[0] not in _STARTS or (text[0] not in "\t\r\n" and _NUMBER.fullmatch(text)):
        return text
    return f"'{text}"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Media type of the files written here (ECMA-376, IANA)."""

_WIDEST = 60
_SAMPLE = 200


def write_xlsx(
    frame: pl.DataFrame,
    *,
    sheet: str = "Sheet1",
    titles: Sequence[str] | None = None,
    top: Sequence[Sequence[str | None]] = (),
    marked: Sequence[str] = (),
) -> bytes:
    """One sheet: optional lines on `top`, a header (`titles`, else the column names), then the rows.

    Columns named in `marked` are coloured. Strings are written as strings whatever they begin with, and none
    begins as a formula.
    """
    out = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(sheet_name(sheet))
    head = book.add_format(
        {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "mark": book.add_format(
            {"num_format": "@", "font_color": "#9C1C1C", "bg_color": "#FDECEC", "text_wrap": True}
        ),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for r, line in enumerate(top):
        for c, value in enumerate(line):
            if value is not None:
                page.write_string(r, c, harmless(value), head)
    names = list(titles) if titles is not None else frame.columns
    first = len(top)
    if names:
        for c, name in enumerate(names):
            page.write_string(first, c, harmless(name), head)
        first += 1
    for c, column in enumerate(frame.get_columns()):
        style = formats["mark"] if column.name in marked else formats["text"]
        _write_column(page, column, c, first, style, formats["date"])
        page.set_column(c, c, column_width(names[c] if c < len(names) else "", column))
    page.freeze_panes(first, 0)
    book.close()
    return out.getvalue()


def _write_column(page: Any, column: pl.Series, c: int, first: int, text: Any, day: Any) -> None:  # noqa: ANN401
    for r, value in enumerate(column.to_list(), start=first):
        if value is None:
            continue
        if isinstance(value, bool):
            page.write_boolean(r, c, value)
        elif isinstance(value, int | float) and abs(value) < 10**15:
            page.write_number(r, c, value)
        elif isinstance(value, date | datetime):
            page.write_datetime(r, c, value, day)
        else:
            page.write_string(r, c, harmless(str(value))[:32_767], text)


def column_width(title: str, column: pl.Series | None) -> float:
    """Wide enough for the title and what the first rows hold, in characters; Chinese characters count double."""
    texts = [
        title,
        *(
            str(v)
            for v in ([] if column is None else column.head(_SAMPLE).to_list())
            if v is not None
        ),
    ]
    longest = max(sum(2 if ord(ch) > 0x2E80 else 1 for ch in t) for t in texts)
    return float(min(max(longest + 2, 6), _WIDEST))


def sheet_name(name: str) -> str:
    """The name as a sheet may bear it: at most 31 characters, without those that the format forbids."""
    cleaned = (
        "".join("_" if ch in "[]:*?/\\" else ch for ch in visible(name)).strip("'")[:31].strip("'")
    )
    return cleaned if cleaned and cleaned.lower() != "history" else "Sheet1"
