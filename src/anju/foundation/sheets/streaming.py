"""A spreadsheet of any length, sent while its rows are still being read: no list ends without saying so.

The libraries at hand put a workbook together at its end, so that the first byte would leave after the
last row. An .xlsx file is a zip of XML parts (ECMA-376-1); here its sheet is written row by row with
text in place (`inlineStr`), and the parts that name the sheets come last.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from anju.foundation.sheets.writer import column_width, harmless, sheet_name

MOST_ROWS = 1_000_000
"""Rows of one sheet; a longer list goes on in the next (the format ends at 1,048,576)."""

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TEXT, _TITLE, _DAY, _MARK = 1, 2, 3, 4
_EPOCH = date(1899, 12, 30).toordinal()
_LONGEST_CELL = 32_767
_STYLES = f"""{_HEAD}<styleSheet {_MAIN}>
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font>
<font><sz val="11"/><color rgb="FF9C1C1C"/><name val="Calibri"/></font></fonts>
<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFDECEC"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="2" fillId="3" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def stream_xlsx(
    blocks: Iterable[pl.DataFrame],
    *,
    sheet: str,
    titles: Sequence[str],
    top: Sequence[Sequence[str | None]] = (),
    marked: Sequence[str] = (),
) -> Iterator[bytes]:
    """The bytes of a workbook with optional lines on `top`, a header (`titles`) and the rows of all `blocks`, in
    memory of one block. Columns named in `marked` are coloured.

    Each block is asked for when the bytes before it have been taken. Text is written as text and never begins a
    formula (`harmless`); dates as days. Column widths follow the first block.
    """
    head = [*top, titles] if titles else list(top)
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        count, left = 0, iter(blocks)
        first = next(left, None)
        rest: Iterator[pl.DataFrame] | None = chain([] if first is None else [first], left)
        while rest is not None:
            count += 1
            more: list[Iterator[pl.DataFrame]] = []
            with book.open(f"xl/worksheets/sheet{count}.xml", "w") as part:
                for piece in _sheet(rest, first, head, marked, more):
                    part.write(piece.encode())
                    if ready := out.taken():
                        yield ready
            rest = more[0] if more else None
        for name, text in _parts(sheet_name(sheet), count):
            book.writestr(name, text)
    yield out.taken()


def _sheet(
    blocks: Iterator[pl.DataFrame],
    first: pl.DataFrame | None,
    head: Sequence[Sequence[str | None]],
    marked: Sequence[str],
    more: list[Iterator[pl.DataFrame]],
) -> Iterator[str]:
    """The XML of one sheet; what no longer fits is put into `more`."""
    pane = (
        f'<pane ySplit="{len(head)}" topLeftCell="A{len(head) + 1}" activePane="bottomLeft" state="frozen"/>'
        if head
        else ""
    )
    yield (
        f'{_HEAD}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"{_columns(first, head)}<sheetData>"
        + "".join(
            _row("<c/>" if cell is None else _text(harmless(cell), _TITLE) for cell in line)
            for line in head
        )
    )
    room = MOST_ROWS
    for block in blocks:
        yield _rows(block.head(room), marked)
        if block.height > room:
            more.append(chain([block.slice(room)], blocks))
            break
        room -= block.height
    yield "</sheetData></worksheet>"


def _columns(first: pl.DataFrame | None, head: Sequence[Sequence[str | None]]) -> str:
    """The widths of the columns: those of the last line of the head, or of the first block."""
    titles = list(head[-1]) if head else [None] * (first.width if first is not None else 0)
    widths = [
        column_width(
            title or "", first.to_series(i) if first is not None and i < first.width else None
        )
        for i, title in enumerate(titles)
    ]
    if not widths:
        return ""
    lines = (
        f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(widths, 1)
    )
    return f"<cols>{''.join(lines)}</cols>"


def _rows(block: pl.DataFrame, marked: Sequence[str]) -> str:
    columns = [
        [_cell(value, _MARK if column.name in marked else _TEXT) for value in column.to_list()]
        for column in block.get_columns()
    ]
    return "".join(_row(cells) for cells in zip(*columns, strict=True))


def _row(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(value: object, style: int = _TEXT) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float) and abs(value) < 10**15:
        return f"<c><v>{value}</v></c>"
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return f'<c s="{_DAY}"><v>{day.toordinal() - _EPOCH}</v></c>'
    return _text(harmless(str(value))[:_LONGEST_CELL], style)


def _text(text: str, style: int) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(_NOT_XML.sub("", text))}</t></is></c>'


def _parts(name: str, sheets: int) -> Iterator[tuple[str, str]]:
    """The parts around the sheets: which there are, what they are called, how they look."""
    numbers = range(1, sheets + 1)
    yield "xl/styles.xml", _STYLES
    called = [name if n == 1 else f"{name[:27]} {n}" for n in numbers]
    yield (
        "xl/workbook.xml",
        (
            f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
            + "".join(
                f'<sheet name={quoteattr(called[n - 1])} sheetId="{n}" r:id="rId{n}"/>'
                for n in numbers
            )
            + "</sheets></workbook>"
        ),
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
            + "".join(
                f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                for n in numbers
            )
            + f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml"'
            ' ContentType="application/xml"/><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
            f' PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/><Override'
            f' PartName="/xl/styles.xml" ContentType="{_TYPES}styles+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}worksheet+xml"/>'
                for n in numbers
            )
            + "</Types>"
        ),
    )


class _Pipe(io.RawIOBase):
    """What the zip writes until it is taken; it cannot go back, so the zip gives sizes after each part."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep these bytes until they are taken."""
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """The bytes since the last time."""
        ready = bytes(self._held)
        self._held.clear()
        return ready
