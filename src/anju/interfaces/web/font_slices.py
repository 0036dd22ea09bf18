"""Rare Han characters on screen: small web fonts, cut from the fonts that print them here.

A reader's system draws the common characters and some of the rare ones. For the rest a page names 146 web fonts of 512
characters each (``rare.css``, made by `style_sheet`); the browser fetches one when a page holds such a character and no
font of the system draws it. A slice keeps outlines, widths and the names that state origin and
licence; instructions for coarse screens are left out.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

from anju.foundation.font_files import SYSTEM

SOURCES = ("HanaMinB.ttf", "BabelStoneHan.ttf")
"""Fonts whose licences let parts of them be passed on (fonts-hanazono: unlimited;
fonts-babelstone-han: Arphic Public License, with the notices that the slice keeps)."""
SIZE, FIRST, LAST = 512, 0x20000, 0x323AF
"""CJK Extensions B to I, and the compatibility supplement between."""
FAMILY = "Anju Rare"
COPIED = (b"OS/2", b"name", b"head", b"hhea", b"maxp")
KEPT = 32
"""Slices that a process keeps made."""
LONG_OFFSETS, HAS_INSTRUCTIONS, MORE, WORDS = 1, 0x100, 0x20, 0x1
SCALES = ((0x8, 2), (0x40, 4), (0x80, 8))
Tables = Mapping[bytes, bytes]


def style_sheet() -> str:
    """The rules of all slices."""
    return (
        "\n".join(
            f'@font-face {{\n  font-family: "{FAMILY}";\n  src: url("/fonts/{start:x}.woff") format("woff");\n'
            f"  font-display: swap;\n  unicode-range: U+{start:X}-{min(start + SIZE - 1, LAST):X};\n}}"
            for start in starts()
        )
        + "\n"
    )


def starts() -> range:
    """The first character of each slice."""
    return range(FIRST, LAST + 1, SIZE)


@lru_cache(maxsize=KEPT)
def slice_from(start: int) -> bytes:
    """The web font (WOFF) of the characters from `start`, of the font here that draws most of them;
    b"" where none does."""
    fonts = [(drawn, path) for path in _sources() if (drawn := _drawn(path, start))]
    if not fonts:
        return b""
    drawn, path = max(fonts, key=lambda found: len(found[0]))
    return _woff(_cut(path, drawn))


def _sources() -> list[Path]:
    found = (p for folder in SYSTEM if folder.is_dir() for p in sorted(folder.rglob("*.ttf")))
    return sorted((p for p in found if p.name in SOURCES), key=lambda p: SOURCES.index(p.name))


def _drawn(path: Path, start: int) -> dict[int, int]:
    """Character → glyph, for those of the slice that the font draws."""
    out: dict[int, int] = {}
    with _opened(path) as (font, places):
        table = font[slice(*places[b"cmap"])]
    for n in range(struct.unpack_from(">H", table, 2)[0]):
        place = struct.unpack_from(">HHI", table, 4 + 8 * n)[2]
        if struct.unpack_from(">H", table, place)[0] == 12:
            count = struct.unpack_from(">I", table, place + 12)[0]
            for first, last, glyph in struct.iter_unpack(
                ">III", table[place + 16 : place + 16 + 12 * count]
            ):
                for code in range(max(first, start), min(last, start + SIZE - 1) + 1):
                    out[code] = glyph + code - first
    return {code: glyph for code, glyph in sorted(out.items()) if glyph}


@contextmanager
def _opened(path: Path) -> Iterator[tuple[mmap, dict[bytes, tuple[int, int]]]]:
    """A font file, of which only what is looked at is read, and where each table of it begins and ends."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as font:
        directory = font[12 : 12 + 16 * struct.unpack_from(">H", font, 4)[0]]
        yield (
            font,
            {
                tag: (place, place + length)
                for tag, _, place, length in struct.iter_unpack(">4sIII", directory)
            },
        )


def _cut(path: Path, drawn: Mapping[int, int]) -> dict[bytes, bytes]:
    """The tables of a font of these characters alone."""
    with _opened(path) as (font, places):
        old = {tag: font[slice(*places[tag])] for tag in (*COPIED, b"hmtx", b"loca")}
        offsets = [places[b"glyf"][0] + offset for offset in _offsets(old)]
        order = _with_parts([0, *dict.fromkeys(drawn.values())], font, offsets)
        bodies = [font[offsets[g] : offsets[g + 1]] for g in order]
    number = {glyph: n for n, glyph in enumerate(order)}
    outlines = [_renumbered(body, number) for body in bodies]
    new = {tag: old[tag] for tag in COPIED}
    new[b"glyf"] = b"".join(outlines)
    new[b"loca"] = struct.pack(f">{len(order) + 1}I", *_running(map(len, outlines)))
    new[b"hmtx"] = b"".join(_metrics(old, glyph) for glyph in order)
    new[b"hhea"] = old[b"hhea"][:34] + struct.pack(">H", len(order))
    new[b"maxp"] = old[b"maxp"][:4] + struct.pack(">H", len(order)) + old[b"maxp"][6:]
    new[b"head"] = old[b"head"][:50] + struct.pack(">h", LONG_OFFSETS) + old[b"head"][52:]
    new[b"post"] = struct.pack(">I", 0x30000) + bytes(28)
    new[b"cmap"] = _character_map({code: number[glyph] for code, glyph in drawn.items()})
    return new


def _offsets(tables: Tables) -> Sequence[int]:
    loca = tables[b"loca"]
    if struct.unpack_from(">h", tables[b"head"], 50)[0] == LONG_OFFSETS:
        return struct.unpack(f">{len(loca) // 4}I", loca)
    return [2 * n for n in struct.unpack(f">{len(loca) // 2}H", loca)]


def _with_parts(glyphs: list[int], font: mmap, offsets: Sequence[int]) -> list[int]:
    """The glyphs with those that they are composed of."""
    for glyph in glyphs:  # grows while it is walked
        body = font[offsets[glyph] : offsets[glyph + 1]]
        glyphs += [part for _, part in _parts(body) if part not in glyphs]
    return glyphs


def _parts(body: bytes) -> Iterator[tuple[int, int]]:
    """(place, glyph) of each part of a composed glyph."""
    if len(body) < 10 or struct.unpack_from(">h", body)[0] >= 0:
        return
    place, flags = 10, MORE
    while flags & MORE:
        flags, part = struct.unpack_from(">HH", body, place)
        yield place, part
        place += (
            4 + (4 if flags & WORDS else 2) + sum(size for flag, size in SCALES if flags & flag)
        )


def _renumbered(body: bytes, number: Mapping[int, int]) -> bytes:
    """A glyph with its parts under their new numbers, without instructions, on a boundary of four bytes."""
    if len(body) < 10:
        return b""
    contours = struct.unpack_from(">h", body)[0]
    out = bytearray(body)
    if contours >= 0:
        place = 10 + 2 * contours
        length = struct.unpack_from(">H", body, place)[0]
        out[place : place + 2 + length] = b"\0\0"
    for place, part in _parts(body):
        flags = struct.unpack_from(">H", body, place)[0] & ~HAS_INSTRUCTIONS
        struct.pack_into(">HH", out, place, flags, number[part])
    return bytes(out) + bytes(-len(out) % 4)


def _metrics(tables: Tables, glyph: int) -> bytes:
    """Width and left side of a glyph; those behind the last width share it."""
    widths, last = tables[b"hmtx"], struct.unpack_from(">H", tables[b"hhea"], 34)[0] - 1
    if glyph <= last:
        return widths[4 * glyph : 4 * glyph + 4]
    return widths[4 * last : 4 * last + 2] + widths[4 * last + 4 + 2 * (glyph - last - 1) :][:2]


def _character_map(glyphs: Mapping[int, int]) -> bytes:
    groups = b"".join(
        struct.pack(">III", code, code, glyph) for code, glyph in sorted(glyphs.items())
    )
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _running(lengths: Iterable[int]) -> list[int]:
    out = [0]
    for length in lengths:
        out.append(out[-1] + length)
    return out


def _woff(tables: Tables) -> bytes:
    """The tables as WOFF 1.0, each packed."""
    place, whole = (
        44 + 20 * len(tables),
        12 + 16 * len(tables) + sum(len(b) + -len(b) % 4 for b in tables.values()),
    )
    entries, bodies = b"", b""
    for tag, body in sorted(tables.items()):
        packed = min(zlib.compress(body, 9), body, key=len)
        entries += struct.pack(
            ">4sIIII", tag, place + len(bodies), len(packed), len(body), _checksum(body)
        )
        bodies += packed + bytes(-len(packed) % 4)
    head = struct.pack(
        ">4sIIHHIHHIIIII",
        b"wOFF",
        0x10000,
        place + len(bodies),
        len(tables),
        0,
        whole,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
    )
    return head + entries + bodies


def _checksum(body: bytes) -> int:
    padded = body + bytes(-len(body) % 4)
    return int(sum(struct.unpack(f">{len(padded) // 4}I", padded))) & 0xFFFFFFFF
