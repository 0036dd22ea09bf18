"""What stands in a packed workbook, looked at before anything is unpacked for good.

Sizes are refused by the directory of the archive first; then every part is unpacked piece by piece and thrown away, to
see that the directory told the truth, because the library that reads the sheets believes it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from anju.foundation.characters import visible
from anju.foundation.errors import Refused

MAX_UNPACKED = 512 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO = 200
"""A part over `FREE` that shrinks further than this is no sheet (those reach some 20)."""
FREE = 8 * 1024 * 1024
PIECE = 1024 * 1024
_END = b"PK\x05\x06"
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def parts_of(data: bytes, filename: str) -> list[zipfile.ZipInfo]:
    """The parts of a workbook whose directory is plausible.

    Raises `Refused`: file_unreadable, file_too_large, file_built_oddly (with the `part`).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
        EOFError,
    ) as err:
        raise Refused("file_unreadable", filename=filename) from err
    parts = [p for p in archive.infolist() if not _folder(p)]
    if data.count(_END, max(archive.start_dir, 0)) != 1 or len(parts) > MAX_PARTS:
        raise oddly(filename, "")  # two readers could find two different directories
    unpacked = sum(p.file_size for p in parts)
    names = set()
    end = 0
    for part in sorted(parts, key=lambda p: p.header_offset):
        twice = part.filename.lower() in names
        shrunk = part.file_size > FREE and part.file_size > part.compress_size * MAX_RATIO
        if (
            twice
            or shrunk
            or part.compress_type not in _PLAIN
            or part.flag_bits & 1
            or part.header_offset < end
        ):
            raise oddly(filename, part.filename)
        names.add(part.filename.lower())
        end = part.header_offset + 30 + part.compress_size
    if unpacked > MAX_UNPACKED:
        raise Refused("file_too_large", filename=filename, megabytes=unpacked >> 20)
    return parts


def _folder(part: zipfile.ZipInfo) -> bool:
    """An entry that only names a folder, however it is stored."""
    return part.file_size == 0 and part.filename.replace("\\", "/").endswith("/")


def part_name(part: zipfile.ZipInfo) -> str:
    """The name with the separators that a workbook's own links use."""
    return part.orig_filename.partition("\0")[0].replace("\\", "/").removeprefix("/")


def repacked(data: bytes, parts: list[zipfile.ZipInfo], filename: str) -> bytes:
    """The same parts in an archive as spreadsheet programs write it: for the library that reads sheets, which knows no
    folders, no backslashes and nothing behind the directory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for part in parts:
            new.writestr(part_name(part), b"".join(pieces(data, part, filename)))
    return out.getvalue()


def is_plain(data: bytes, parts: list[zipfile.ZipInfo]) -> bool:
    """Whether the archive is as spreadsheet programs write it."""
    return data[-22:-18] == _END and all(
        part_name(p) == p.orig_filename and p.file_size for p in parts
    )


def oddly(filename: str, part: str) -> Refused:
    """No spreadsheet program writes such a file."""
    return Refused("file_built_oddly", filename=filename, part=visible(part)[:60])


def pieces(data: bytes, part: zipfile.ZipInfo, filename: str) -> Iterator[bytes]:
    """A part unpacked, about a megabyte at a time. `Refused` when it is not as long as the directory says."""
    at = part.header_offset
    body = (
        at
        + 30
        + int.from_bytes(data[at + 26 : at + 28], "little")
        + int.from_bytes(data[at + 28 : at + 30], "little")
    )
    packed = memoryview(data)[body : body + part.compress_size]
    if data[at : at + 4] != b"PK\x03\x04" or len(packed) != part.compress_size:
        raise Refused("file_unreadable", filename=filename)
    if part.compress_type == zipfile.ZIP_STORED:
        if part.file_size != part.compress_size:
            raise oddly(filename, part.filename)
        yield from (bytes(packed[i : i + PIECE]) for i in range(0, len(packed), PIECE))
        return
    yield from _inflated(packed, part, filename)


def _inflated(packed: memoryview, part: zipfile.ZipInfo, filename: str) -> Iterator[bytes]:
    stream, position, length = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
    rest: bytes | memoryview = b""
    while not stream.eof:
        if not rest:
            rest = packed[position : position + PIECE]
            position += PIECE
        try:
            piece = stream.decompress(rest, PIECE)
        except zlib.error as err:
            raise Refused("file_unreadable", filename=filename) from err
        rest = stream.unconsumed_tail
        length += len(piece)
        if length > part.file_size:
            raise oddly(filename, part.filename)
        if not stream.eof and not piece and not rest and position >= len(packed):
            raise Refused("file_unreadable", filename=filename)  # cut off
        yield piece
    if length != part.file_size:
        raise oddly(filename, part.filename)
