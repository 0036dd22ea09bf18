"""Merged and hidden cells of old Excel files (.xls, BIFF8), which the library that reads their texts does not give."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from anju.foundation.sheets.workbook import Marks

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_BOUNDSHEET, _MERGED, _ROW, _COLUMN, _EOF, _FILTER, _FONT, _XF = (
    0x85,
    0xE5,
    0x208,
    0x7D,
    0x0A,
    0x9D,
    0x31,
    0xE0,
)
_CELLS = {0x203, 0x27E, 0xFD, 0x06, 0x204, 0x205}
MAX_STREAM = 64 * 1024 * 1024
MAX_MARKS = 200_000


def find_old_marks(data: bytes) -> list[Marks]:
    """Marks of each sheet in the order of the workbook; [] where the file is built in another way."""
    try:
        stream = _workbook_stream(data)
        return _sheets(stream)
    except (struct.error, IndexError, ValueError, KeyError):
        return []


def _workbook_stream(data: bytes) -> bytes:
    """The stream "Workbook" of a compound file."""
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << shift
    if shift not in (9, 12):
        raise ValueError(shift)
    (first_directory,) = struct.unpack_from("<I", data, 48)
    small_limit, first_small = struct.unpack_from("<II", data, 56)
    table = _allocation(data, size)
    directory = _chain(data, first_directory, table, size)
    for at in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        start, total = struct.unpack_from("<II", directory, at + 116)
        if name in ("Workbook", "Book") and total <= MAX_STREAM:
            if total >= small_limit:
                return _chain(data, start, table, size)[:total]
            (root,) = struct.unpack_from("<I", directory, 116)
            mini = _chain(data, root, table, size)
            rows = _chain(data, first_small, table, size)
            small = list(struct.unpack(f"<{len(rows) // 4}I", rows))
            return b"".join(mini[s * 64 : s * 64 + 64] for s in _numbers(start, small))[:total]
    raise ValueError("no workbook")


def _allocation(data: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from("<109I", data, 76))
    following, _ = struct.unpack_from("<II", data, 68)
    while following < _END and len(sectors) < 1_000_000:
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors += more[:-1]
        following = more[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _END:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table


def _numbers(start: int, table: list[int]) -> Iterator[int]:
    """Sectors of a chain; a chain that runs in a circle is broken."""
    for _ in range(len(table) + 1):
        if start >= _END:
            return
        yield start
        start = table[start]
    raise ValueError("circle")


def _chain(data: bytes, start: int, table: list[int], size: int) -> bytes:
    return b"".join(data[(s + 1) * size : (s + 2) * size] for s in _numbers(start, table))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _EOF:
            return


def _sheets(stream: bytes) -> list[Marks]:
    places: list[int] = []
    fonts: list[bool] = []
    struck: set[int] = set()
    formats = 0
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET and body[5] == 0:
            places.append(struct.unpack_from("<I", body, 0)[0])
        elif kind == _FONT:
            fonts.append(bool(body[2] & 0x08))
            if len(fonts) == 4:
                fonts.append(False)  # the fifth number is never used
        elif kind == _XF:
            (font,) = struct.unpack_from("<H", body, 0)
            if font < len(fonts) and fonts[font]:
                struck.add(formats)
            formats += 1
    return [_marks(stream, at, struck) for at in places]


def _marks(stream: bytes, at: int, struck: set[int]) -> Marks:
    merged: list[tuple[int, int, int, int]] = []
    rows, columns, crossed, filtered = list[int](), set[int](), dict[int, int](), False
    for kind, body in _records(stream, at):
        if kind == _MERGED:
            (count,) = struct.unpack_from("<H", body, 0)
            for i in range(min(count, (len(body) - 2) // 8)):
                first, last, left, right = struct.unpack_from("<HHHH", body, 2 + i * 8)
                merged.append((first, left, last, right))
        elif kind == _ROW and body[12] & 0x20 and len(rows) < MAX_MARKS:
            rows.append(struct.unpack_from("<H", body, 0)[0])
        elif kind == _COLUMN and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body, 0)
            columns |= set(range(first, min(last + 1, 256)))
        elif kind == _FILTER:
            filtered = True
        elif struck and kind in _CELLS and struct.unpack_from("<H", body, 4)[0] in struck:
            (row,) = struct.unpack_from("<H", body, 0)
            crossed[row] = crossed.get(row, 0) + 1
    lined = tuple(sorted(r for r, n in crossed.items() if n >= 2))
    return Marks(tuple(merged[:MAX_MARKS]), tuple(rows), lined, tuple(sorted(columns)), filtered)
