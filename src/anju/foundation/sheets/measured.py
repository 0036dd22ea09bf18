"""How large a sheet really is, whatever it says of itself.

The library that reads sheets lays each out as a full rectangle and copies a shared text into every cell that names it.
So both are measured first: the rectangle from the places of the cells (not from the declared
dimension), and the longest shared text times the cells. Every part is measured, because a workbook may
call any of its parts a sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.parsers import expat

from anju.foundation.errors import Refused
from anju.foundation.sheets.packed import oddly, pieces

MAX_CELLS = 4_000_000
"""Of the rectangles of all sheets together."""
MAX_COLUMNS = 512
MAX_ROWS = 1_048_576
MAX_TEXT = 256 * 1024 * 1024
"""Characters of all shared texts where they stand, at the most."""
LONGEST = 4 * 1024 * 1024
"""Bytes between two tags, and of one shared text, at the most."""
_ODD = tuple(
    map(
        re.compile,
        (
            rb'<c(?! r="[A-Z]{1,3}\d{1,7}")[\s/>]',
            rb'<row(?! r="\d{1,7}")[\s/>]',
            rb":(?:c|row|si)[\s/>]",
        ),
    )
)
"""Tags that are not written the usual way (one pattern each: together they take three times as long)."""
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?![^<>]{0,99}/>)(?![^<>]{0,99}></c>)')
"""Cells with content: a format alone (`<c … />`) takes no place where sheets are read."""
_ROW = re.compile(rb'<row r="(\d{1,7})"')
_SHARED = re.compile(rb"<si[\s/>]")
_NAMES = re.compile(
    rb'<c [^>]{0,200}?\bt="s"[^>]{0,200}>(?:<f[^<]{0,9999}(?:</f>)?)?<v>(\d{1,9})</v>'
)
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype", b"<!entity")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_BINARY = (".bin", ".png", ".jpeg", ".jpg", ".emf", ".wmf", ".gif", ".vml")


def measure(data: bytes, parts: list[zipfile.ZipInfo], filename: str) -> None:
    """Unpack every part once, to nowhere. `Refused`: file_too_many_cells, file_built_oddly, file_unreadable."""
    cells, texts, longest, odd = 0, 0, 0, False
    for part in parts:
        seen = _Seen(filename, part.filename)
        for block in _blocks(data, part, filename, b"<"):
            seen.look(block)
        if seen.odd:
            _parsed(data, part, filename, seen)
        cells += seen.rows * seen.columns
        texts, longest, odd = texts + seen.cells, max(longest, seen.longest), odd or seen.odd
        if cells > MAX_CELLS:
            raise Refused("file_too_many_cells", filename=filename, cells=cells, most=MAX_CELLS)
    if texts * longest > MAX_TEXT and (odd or _shared_letters(data, parts, filename) > MAX_TEXT):
        raise Refused(
            "file_too_many_cells", filename=filename, cells=texts, most=max(MAX_TEXT // longest, 1)
        )


def _blocks(data: bytes, part: zipfile.ZipInfo, filename: str, before: bytes) -> Iterator[bytes]:
    """A part in blocks that end before such a mark. A picture comes in no blocks: it must only be no sheet."""
    picture = part.filename.lower().endswith(_BINARY)
    kept = b""
    for piece in pieces(data, part, filename):
        block = kept + piece
        cut = block.rfind(before)
        if picture:
            if b"sheetData" in block:
                raise oddly(filename, part.filename)
            kept = block[-20:]
        elif cut > 0:
            yield block[:cut]
            kept = block[cut:]
        elif len(block) > LONGEST:
            raise oddly(filename, part.filename)
        else:
            kept = block
    if not picture:
        yield kept


def _shared_letters(data: bytes, parts: list[zipfile.ZipInfo], filename: str) -> int:
    """The letters of all shared texts, as often as cells name them. Asked only when a rough bound is passed."""
    lengths: list[int] = []
    named: Counter[bytes] = Counter()
    for part in parts:
        for block in _blocks(data, part, filename, b"<si"):
            marks = [m.start() for m in _SHARED.finditer(block)]
            lengths += [end - begin for begin, end in pairwise([*marks, len(block)])]
        for block in _blocks(data, part, filename, b"<c "):
            named.update(_NAMES.findall(block))
    return sum(lengths[int(n)] * times for n, times in named.items() if int(n) < len(lengths))


class _Seen:
    """What of one part has been seen."""

    def __init__(self, filename: str, part: str) -> None:
        self.filename, self.part = filename, part
        self.rows = self.columns = self.cells = self.longest = 0
        self.odd = False
        self._since: int | None = None
        self._first = True

    def look(self, block: bytes) -> None:
        """Count in a block that ends before a tag; refuse what no spreadsheet holds."""
        if any(word in block for word in _FORBIDDEN):
            raise oddly(self.filename, self.part)
        wide, self._first = self._first and block[:2] in _WIDE, False
        if wide or self.odd or any(tag.search(block) for tag in _ODD):
            self.odd = True
            return
        found = _CELL.findall(block)
        if found:
            self.cells += len(found)
            self.at(
                max(int(row) for row in {row for _, row in found}),
                max(number_of(letters) for letters in {letters for letters, _ in found}),
            )
        elif b"<row" in block:
            self.at(max(map(int, _ROW.findall(block)), default=0), 0)
        if b"<si" in block or self._since is not None:
            self._shared(block)

    def at(self, row: int, column: int) -> None:
        """A cell stands there (both counted from 1)."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if (
            self.rows > MAX_ROWS
            or self.columns > MAX_COLUMNS
            or self.rows * self.columns > MAX_CELLS
        ):
            raise Refused(
                "file_too_many_cells",
                filename=self.filename,
                cells=self.rows * self.columns,
                most=MAX_CELLS,
            )

    def _shared(self, block: bytes) -> None:
        """The longest shared text: from one mark to the next."""
        last = -(self._since or 0)
        for mark in _SHARED.finditer(block):
            if self._since is not None:
                self.longest = max(self.longest, mark.start() - last)
            self._since, last = 0, mark.start()
        if self._since is not None:
            self._since = len(block) - last
            self.longest = max(self.longest, self._since)


def number_of(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


_PLACE = re.compile(r"([A-Z]{1,7})(\d{1,9})")


class _Places:
    """Where the parser is."""

    def __init__(self, seen: _Seen) -> None:
        self.seen = seen
        self.row = self.column = self.line = 0
        self.shared = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        if tag == "row":
            number = attributes.get("r", "")
            self.row, self.column = (int(number[:9]) if number.isdecimal() else self.row + 1), 0
            self.seen.at(self.row, self.seen.columns)
        elif tag == "c":
            self.seen.cells += 1
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self.column = number_of(place[1].encode()) if place else self.column + 1
            self.line = max(int(place[2]) if place else self.row, 1)
        elif tag in ("v", "is", "f"):
            self.seen.at(self.line, self.column)
        elif tag == "si":
            self.shared = True


def _parsed(data: bytes, part: zipfile.ZipInfo, filename: str, seen: _Seen) -> None:
    """The same with a real parser, for parts that are not written as spreadsheet programs do. It stops
    at the limits."""
    places = _Places(seen)
    seen.rows = seen.columns = seen.cells = 0
    seen.longest = part.file_size  # not measured here: taken as one

    def declares(*_: object) -> None:
        raise oddly(filename, part.filename)

    parser = expat.ParserCreate()
    parser.StartElementHandler = places.begin
    parser.StartDoctypeDeclHandler = declares
    parser.EntityDeclHandler = declares
    try:
        for piece in pieces(data, part, filename):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as err:
        if part.filename.lower().endswith((".xml", ".rels")):
            raise Refused("file_unreadable", filename=filename, part=part.filename[:60]) from err
    if not places.shared:
        seen.longest = 0
