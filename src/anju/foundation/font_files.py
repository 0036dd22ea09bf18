"""The font files of this machine, and which characters each draws."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

FONTS = tuple(Path(p) for p in ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"))
SYSTEM = (*FONTS, Path("/System/Library/Fonts"))
SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
Ranges = tuple[tuple[int, int], ...]


def font_files() -> Iterator[Path]:
    """All there are, each folder in order."""
    for folder in SYSTEM:
        if folder.is_dir():
            yield from (p for p in sorted(folder.rglob("*")) if p.suffix.lower() in SUFFIXES)


def joined(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, none of which touches the next."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return tuple(out)


def covered_by(path: Path) -> Ranges:
    """The characters for which a font file, or any face of a collection, has a glyph; none for a damaged file."""
    try:
        with path.open("rb") as file:
            return joined(pair for place in _tables(file) for pair in _mapped(_at(file, *place)))
    except (OSError, struct.error, IndexError):
        return ()


def _tables(file: BinaryIO) -> set[tuple[int, int]]:
    """Place and length of each ``cmap`` table (faces of a collection often share one)."""
    faces = [0]
    if _at(file, 0, 4) == b"ttcf":
        count = struct.unpack(">I", _at(file, 8, 4))[0]
        faces = list(struct.unpack(f">{count}I", _at(file, 12, 4 * count)))
    out = set()
    for face in faces:
        count = struct.unpack(">H", _at(file, face + 4, 2))[0]
        for tag, _, place, length in struct.iter_unpack(">4sIII", _at(file, face + 12, 16 * count)):
            if tag == b"cmap":
                out.add((place, length))
    return out


def _mapped(table: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of the Unicode sub-tables: formats 4 (up to U+FFFF) and 12 (all)."""
    count = struct.unpack_from(">H", table, 2)[0]
    for place in {struct.unpack_from(">HHI", table, 4 + 8 * n)[2] for n in range(count)}:
        form = struct.unpack_from(">H", table, place)[0]
        if form == 12:
            groups = struct.unpack_from(">I", table, place + 12)[0]
            for first, last, glyph in struct.iter_unpack(
                ">III", table[place + 16 : place + 16 + 12 * groups]
            ):
                if glyph:
                    yield first, last
        elif form == 4:
            yield from _segments(table[place:])


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    firsts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
    offsets = struct.unpack_from(f">{count}H", table, 16 + 6 * count)
    for n, (first, last) in enumerate(zip(firsts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code + deltas[n] & 0xFFFF
            if offsets[n]:
                place = 16 + 6 * count + 2 * n + offsets[n] + 2 * (code - first)
                glyph = struct.unpack_from(">H", table, place)[0]
            if glyph:
                yield code, code


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)
