"""Reading a file of whatever kind: told apart by its bytes, because names lie."""

from __future__ import annotations

from anju.foundation.characters import visible
from anju.foundation.errors import Refused
from anju.foundation.sheets.delimited import read_delimited
from anju.foundation.sheets.excel import read_excel
from anju.foundation.sheets.old_excel import read_old_excel
from anju.foundation.sheets.workbook import Sheet, Workbook

MAX_BYTES = 512 * 1024 * 1024
_NOTHING = b"\x00\r\n\t ,;\xef\xbb\xbf"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_cells(data: bytes, filename: str, *, sheet: str | None = None) -> Workbook:
    """Read .xlsx, .xls or delimited text. `sheet` reads only that one.

    Raises `Refused`: file_empty, file_too_large, file_too_many_cells, file_built_oddly, file_unreadable, file_password,
    sheet_missing, quote_open, line_too_long.
    """
    if not data[:4096].strip(_NOTHING) and not data.strip(_NOTHING):
        raise Refused("file_empty", filename=filename)
    if len(data) > MAX_BYTES:
        raise Refused("file_too_large", filename=filename, megabytes=MAX_BYTES >> 20)
    if data[:4] == ZIP:
        return read_excel(data, filename, sheet)
    if data[:8] == OLE:
        return read_old_excel(data, filename, sheet)
    cells = read_delimited(data, filename)
    filename = visible(filename)
    if cells.height == 0:
        raise Refused("file_empty", filename=filename)
    name = filename.rpartition("/")[2].rpartition(".")[0] or filename
    if sheet is not None and sheet != name:
        raise Refused("sheet_missing", sheet=sheet, sheets=[name])
    return Workbook(filename, (Sheet(name, cells),), (name,))
