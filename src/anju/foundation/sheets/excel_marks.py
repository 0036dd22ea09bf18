"""What the parts of a workbook say beside the texts of cells: merged, hidden, struck through, without a result.

The library that reads cells gives their texts only. The parts are searched by patterns, block by
block: a parser of ours would need ten times as long.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from anju.foundation.sheets.measured import number_of
from anju.foundation.sheets.packed import part_name, pieces
from anju.foundation.sheets.workbook import Marks

_ATTRIBUTE = r'\b{}\s*=\s*["\']([^"\']*)["\']'
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden\s*=\s*["\'](?:1|true)["\']')
_R = re.compile(rb'\br\s*=\s*["\']([A-Z]{0,3})(\d{1,7})["\']')
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["\']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})'
)
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_LIMITS = re.compile(rb'\b(min|max)\s*=\s*["\'](\d{1,5})["\']')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>/]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]{0,9999})</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_INLINE = re.compile(
    rb'<(?:\w+:)?c\b([^>]*\bt\s*=\s*["\']inlineStr["\'][^>]*)>\s*<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>'
)
_STYLED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?\bs="(\d{1,5})"[^>]*[^/]>'
)
_FONT = re.compile(r"<font\b.*?(?:</font>|/>)", re.DOTALL)
_XF = re.compile(r"<xf\b([^>]*)>")
MAX_BLOCK = 8 * 1024 * 1024


class Cells(NamedTuple):
    """Marks of a sheet, and texts that the library misses: (row, column) → text."""

    marks: Marks
    texts: dict[tuple[int, int], str]


def find_marks(data: bytes, parts: list[zipfile.ZipInfo], filename: str) -> dict[str, Cells]:
    """For each sheet by its name. What cannot be found is simply not marked."""
    by_name = {part_name(p): p for p in parts}
    struck = _struck_styles(_text(data, by_name.get("xl/styles.xml"), filename))
    return {
        name: _of_sheet(data, by_name[path], filename, struck)
        for name, path in _sheets(data, by_name, filename).items()
        if path in by_name
    }


def _text(data: bytes, part: zipfile.ZipInfo | None, filename: str) -> str:
    if part is None or part.file_size > 8 << 20:
        return ""
    return b"".join(pieces(data, part, filename)).decode("utf-8", "replace")


def _sheets(data: bytes, parts: Mapping[str, zipfile.ZipInfo], filename: str) -> dict[str, str]:
    """Sheet name → its part."""
    targets = {}
    for tag in _RELATION.findall(_text(data, parts.get("xl/_rels/workbook.xml.rels"), filename)):
        target = _value(tag, "Target").replace("\\", "/")
        targets[_value(tag, "Id")] = (
            target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        )
    return {
        unescape(_value(tag, "name")): targets.get(_value(tag, r"(?:\w+:)?id"), "")
        for tag in _SHEET.findall(_text(data, parts.get("xl/workbook.xml"), filename))
    }


def _value(tag: str, attribute: str) -> str:
    found = re.search(_ATTRIBUTE.format(attribute), tag)
    return found[1] if found else ""


def _struck_styles(styles: str) -> frozenset[bytes]:
    """Numbers of the cell formats whose font is struck through."""
    fonts, _, _ = styles.partition("</fonts>")
    struck = {
        i
        for i, font in enumerate(_FONT.findall(fonts.rpartition("<fonts")[2]))
        if re.search(r"<strike\b(?![^>]*val=[\"'](?:0|false)[\"'])", font)
    }
    formats = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    return frozenset(
        str(i).encode()
        for i, xf in enumerate(_XF.findall(formats))
        if (at := _value(xf, "fontId")).isdecimal() and int(at) in struck
    )


class _Found:
    def __init__(self) -> None:
        self.merged: list[tuple[int, int, int, int]] = []
        self.rows: list[int] = []
        self.columns: set[int] = set()
        self.struck: dict[int, int] = {}
        self.filtered = False
        self.texts: dict[tuple[int, int], str] = {}
        self.formulas: set[int] = set()
        self.at = 0


def _of_sheet(data: bytes, part: zipfile.ZipInfo, filename: str, struck: frozenset[bytes]) -> Cells:
    found = _Found()
    for block in _blocks(data, part, filename):
        _search(block, found, struck)
    half = tuple(sorted(r for r, n in found.struck.items() if n >= 2))
    return Cells(
        Marks(
            tuple(found.merged),
            tuple(found.rows),
            half,
            tuple(sorted(found.columns)),
            found.filtered,
            (),
            tuple(sorted(found.formulas)),
        ),
        found.texts,
    )


def _blocks(data: bytes, part: zipfile.ZipInfo, filename: str) -> Iterator[bytes]:
    """The part in blocks that end with a row."""
    kept = b""
    for piece in pieces(data, part, filename):
        block = kept + piece
        cut = max(block.rfind(b"</row>"), block.rfind(b":row>"))
        if cut > 0 or len(block) > MAX_BLOCK:
            cut = cut if cut > 0 else len(block)
            yield block[:cut]
            kept = block[cut:]
        else:
            kept = block
    yield kept


def _search(block: bytes, found: _Found, struck: frozenset[bytes]) -> None:
    if b"hidden" in block:
        _hidden(block, found)
    if b"mergeCell" in block:
        found.merged += [
            (int(b) - 1, number_of(a) - 1, int(d) - 1, number_of(c) - 1)
            for a, b, c, d in _MERGED.findall(block)
        ]
    found.filtered = found.filtered or b"autoFilter" in block
    _texts(block, found)
    for _, row, style in _STYLED.findall(block) if struck else ():
        if style in struck:
            found.struck[int(row) - 1] = found.struck.get(int(row) - 1, 0) + 1


def _texts(block: bytes, found: _Found) -> None:
    """Formulas without a result, and texts written where numbers belong."""
    for tag, formula in _FORMULA.findall(block) if b"<f" in block or b":f" in block else ():
        if place := _place(tag):
            found.texts[place] = "=" + unescape(formula.decode("utf-8", "replace"))
            found.formulas.add(place[0])
    for tag, text in _INLINE.findall(block) if b"inlineStr" in block else ():
        if place := _place(tag):
            found.texts[place] = unescape(text.decode("utf-8", "replace"))


def _hidden(block: bytes, found: _Found) -> None:
    for tag in _ROW.findall(block):
        if _HIDDEN.search(tag) and (place := _R.search(tag)):
            found.rows.append(int(place[2]) - 1)
    for tag in _COLUMN.findall(block):
        if _HIDDEN.search(tag):
            limits = {k: int(v) for k, v in _LIMITS.findall(tag)}
            found.columns |= set(range(limits.get(b"min", 1) - 1, min(limits.get(b"max", 0), 512)))


def _place(tag: bytes) -> tuple[int, int] | None:
    found = _R.search(tag)
    return (int(found[2]) - 1, number_of(found[1]) - 1) if found and found[1] else None
