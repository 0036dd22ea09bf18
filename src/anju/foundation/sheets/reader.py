"""Reading a file of whatever kind, in the process that `guarded` starts for it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from anju.foundation.characters import visible
from anju.foundation.errors import Refused
from anju.foundation.sheets import delimited
from anju.foundation.sheets.guarded import Record, records
from anju.foundation.sheets.workbook import Marks, Sheet, Workbook

MAX_BYTES = 512 * 1024 * 1024
_NOTHING = b"\x00\r\n\t ,;\xef\xbb\xbf"


def read_cells(data: bytes, filename: str, *, sheet: str | None = None) -> Workbook:
    """Read .xlsx, .xls, .ods, .parquet, delimited text, HTML, MHTML, SpreadsheetML, or an archive of such files.

    `sheet` reads only that one. Raises `Refused`: file_empty, file_too_large, file_too_many_cells, file_built_oddly,
    file_unreadable, file_password, sheet_missing, quote_open, line_too_long.
    """
    _require_content(data, filename)
    names: list[str] = []
    sheets: list[Sheet] = []
    for record, body in records(data, filename, sheet, piece=0):
        if record["kind"] == "book":
            names = record["names"]
        elif record["kind"] == "sheet":
            sheets.append(
                Sheet(
                    record["name"],
                    pl.DataFrame(),
                    record["hidden"],
                    Marks.from_json(record["marks"]),
                )
            )
        else:
            last, more = sheets[-1], pl.read_ipc(io.BytesIO(body))
            sheets[-1] = Sheet(
                last.name,
                more if last.cells.width == 0 else last.cells.vstack(more),
                last.hidden,
                last.marks,
            )
    return Workbook(visible(filename), tuple(sheets), tuple(names))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a delimited text. `damaged`: those of them (from 0) in which bytes were no text."""

    name: str
    cells: pl.DataFrame
    damaged: tuple[int, ...]


def stream_text(data: bytes, filename: str) -> Iterator[Piece] | None:
    """Rows of a delimited text in pieces of about 16 MB, all of one width; None when it is another kind of file.

    Raises `Refused` as `read_cells`.
    """
    _require_content(data, filename)
    answered = records(data, filename, None, piece=delimited.PIECE)
    first = next(answered, None)
    second = next(answered, None)
    if first is None or second is None or second[0]["kind"] != "text":
        return None
    return _text_pieces(second, answered)


def _text_pieces(first: Record, rest: Iterator[Record]) -> Iterator[Piece]:
    record, body = first
    while True:
        yield Piece(record["name"], pl.read_ipc(io.BytesIO(body)), tuple(record["damaged"]))
        following = next(rest, None)
        if following is None:
            return
        record, body = following


def _require_content(data: bytes, filename: str) -> None:
    if not data[:4096].strip(_NOTHING) and not data.strip(_NOTHING):
        raise Refused("file_empty", filename=filename)
    if len(data) > MAX_BYTES:
        raise Refused("file_too_large", filename=filename, megabytes=MAX_BYTES >> 20)
