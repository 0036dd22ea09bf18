"""Which kind of file it is, told by its bytes because names lie, and the reading of each kind.

Runs in the process with limits that `guarded` starts, and nowhere else.
"""

from __future__ import annotations

import re
import zipfile

from anju.foundation.characters import visible
from anju.foundation.errors import Refused
from anju.foundation.sheets.delimited import read_delimited
from anju.foundation.sheets.excel import read_excel, read_old_excel
from anju.foundation.sheets.json_records import looks_like_json, read_json
from anju.foundation.sheets.markup import read_html, read_mhtml
from anju.foundation.sheets.open_document import read_open_document
from anju.foundation.sheets.packed import part_name, parts_of, pieces
from anju.foundation.sheets.parquet import MARK, read_parquet
from anju.foundation.sheets.spreadsheetml import read_spreadsheetml
from anju.foundation.sheets.workbook import Sheet, Workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_TEXT_BYTES = 64 * 1024 * 1024
"""Of formats that are read by a parser of ours, whole."""
MAX_FILES = 50
_LISTS = (
    ".xlsx",
    ".xlsm",
    ".xls",
    ".csv",
    ".json",
    ".txt",
    ".tsv",
    ".ods",
    ".htm",
    ".html",
    ".xml",
    ".mht",
    ".mhtml",
    ".et",
)
_MHTML = re.compile(
    rb"^(?:mime-version|content-type|from|subject|date|x-[\w-]+)\s*:", re.IGNORECASE
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes) -> str:
    """ "zip", "xls", "parquet", "html", "spreadsheetml", "fods", "mhtml", "json" (or a text that begins like it) or
    "text"."""
    if data[:4] == ZIP:
        return "zip"
    if data[:8] == OLE:
        return "xls"
    if data[:4] == MARK:
        return "parquet"
    head = data[:65_536]
    if head.startswith(_UTF16):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head and (
            b"<workbook" in head or b":workbook" in head
        ):
            return "spreadsheetml"
        if b"<office:document" in head:
            return "fods"
        return "html"
    if _MHTML.match(head) and b"multipart/related" in head:
        return "mhtml"
    return "json" if looks_like_json(head) else "text"


_SIGNS = (
    (b"%PDF", "file_is_pdf"),
    (b"\x89PNG", "file_is_image"),
    (b"\xff\xd8\xff", "file_is_image"),
    (b"GIF8", "file_is_image"),
    (b"BM", "file_is_image"),
    (b"II*\x00", "file_is_image"),
    (b"MM\x00*", "file_is_image"),
    (b"Rar!", "file_is_archive"),
    (b"7z\xbc\xaf", "file_is_archive"),
    (b"\x1f\x8b", "file_is_archive"),
    (b"{\\rtf", "file_is_word"),
)
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def another_kind(data: bytes) -> str:
    """The code for a file that is no list at all (a picture, a PDF, a letter, an archive of another kind); else ""."""
    head = data[:64]
    if head[:8] == OLE and _WORD_STREAM in data and "Workbook".encode("utf-16-le") not in data:
        return "file_is_word"
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return "file_is_image"
    found = next((code for sign, code in _SIGNS if head.startswith(sign)), "")
    return (
        "" if found == "file_is_image" and head[:2] == b"BM" and b"\x00" not in head[:30] else found
    )


def read_book(data: bytes, filename: str, sheet: str | None) -> Workbook:
    """The sheets of a file. `sheet` reads only that one. Raises `Refused` as `reader.read_cells` says."""
    kind = kind_of(data)
    if other := another_kind(data):
        raise Refused(other, filename=visible(filename))
    if kind == "zip":
        return _packed(data, filename, sheet)
    if kind in ("xls", "parquet"):
        return _binary(kind, data, filename, sheet)
    name = sheet_name(filename)
    if kind == "text":
        return _text_book(data, filename, sheet)
    if len(data) > MAX_TEXT_BYTES:
        raise Refused("file_too_large", filename=filename, megabytes=len(data) >> 20)
    if kind == "json":
        return _text_book(data, filename, sheet, json=True)
    if kind == "html":
        return _book(filename, read_html(data, filename, name), sheet)
    if kind == "mhtml":
        return _book(filename, read_mhtml(data, filename, name), sheet)
    if kind == "fods":
        return _book(filename, read_open_document([data], filename), sheet)
    return _book(filename, read_spreadsheetml(data, filename), sheet)


def _binary(kind: str, data: bytes, filename: str, sheet: str | None) -> Workbook:
    if kind == "xls":
        return read_old_excel(data, filename, sheet)
    found = Sheet(sheet_name(filename), read_parquet(data, filename))
    return _book(filename, [found], sheet)


def _text_book(data: bytes, filename: str, sheet: str | None, *, json: bool = False) -> Workbook:
    """A text: JSON where it is, else rows of cells between separators."""
    found = read_json(data, filename) if json else None
    cells, marks = found or read_delimited(data, filename)
    return _book(filename, [Sheet(sheet_name(filename), cells, marks=marks)], sheet)


def sheet_name(filename: str) -> str:
    """What the only sheet of a file without sheets is called."""
    shown = visible(filename)
    return shown.rpartition("/")[2].rpartition(".")[0] or shown


def _book(filename: str, sheets: list[Sheet], wanted: str | None) -> Workbook:
    """The book, its hidden sheets only by name."""
    named = [Sheet(visible(s.name), s.cells, s.hidden, s.marks) for s in sheets]
    names = tuple(s.name for s in named)
    if wanted is not None and wanted not in names:
        raise Refused("sheet_missing", sheet=wanted, sheets=list(names))
    shown = tuple(s for s in named if s.name == wanted or (wanted is None and not s.hidden))
    if not any(s.cells.height for s in shown):
        raise Refused("file_empty", filename=visible(filename))
    return Workbook(filename, shown, names)


def _packed(data: bytes, filename: str, sheet: str | None) -> Workbook:
    parts = parts_of(data, filename)
    names = {part_name(p): p for p in parts}
    if any(n.startswith(("word/", "ppt/")) for n in names):
        raise Refused("file_is_word", filename=visible(filename))
    if "xl/workbook.xml" in names:
        return read_excel(data, filename, sheet)
    if "content.xml" in names and "mimetype" in names:
        content = names["content.xml"]
        if content.file_size > 4 * MAX_TEXT_BYTES:
            raise Refused("file_too_large", filename=filename, megabytes=content.file_size >> 20)
        return _book(filename, read_open_document(pieces(data, content, filename), filename), sheet)
    return _bundle(data, parts, filename, sheet)


def _bundle(
    data: bytes, parts: list[zipfile.ZipInfo], filename: str, sheet: str | None
) -> Workbook:
    """Several files in one archive: the sheets of all, each named after its file. Archives within are not opened."""
    lists = [
        p
        for p in parts
        if _file_name(p).lower().endswith(_LISTS)
        and not _file_name(p).rpartition("/")[2].startswith((".", "~$"))
        and "__MACOSX" not in _file_name(p)
    ]
    if not lists or len(lists) > MAX_FILES:
        raise Refused("file_unreadable", filename=filename)
    sheets: list[Sheet] = []
    refused: Refused | None = None
    for part in lists:
        body, name = b"".join(pieces(data, part, filename)), _file_name(part)
        try:
            inner = _inner(body, name)
        except Refused as error:
            refused = error
            continue
        title = sheet_name(name)
        sheets += [
            Sheet(
                title if len(inner.sheets) == 1 else f"{title} {s.name}", s.cells, s.hidden, s.marks
            )
            for s in inner.sheets
        ]
    if not sheets and refused is not None:
        raise refused
    return _book(filename, sheets, sheet)


def _inner(body: bytes, name: str) -> Workbook:
    if body[:4] == ZIP and "xl/workbook.xml" not in {part_name(p) for p in parts_of(body, name)}:
        raise Refused("file_unreadable", filename=name)
    return read_book(body, name, None)


def _file_name(part: zipfile.ZipInfo) -> str:
    """The name of a packed file; older programs write it in GBK and do not say so."""
    if part.flag_bits & 0x800:
        return part_name(part)
    try:
        raw = part.orig_filename.encode("cp437")
        return raw.decode("utf-8") if _is_utf8(raw) else raw.decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return part_name(part)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
