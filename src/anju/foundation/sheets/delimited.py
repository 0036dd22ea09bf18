"""Delimited text: which encoding, which separator; small files exactly, large ones in pieces."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import zip_longest

import polars as pl

from anju.foundation.errors import Refused
from anju.foundation.sheets.workbook import as_cells

PIECE = 16 * 1024 * 1024
MAX_COLUMNS = 512
LONGEST = 1_000_000
"""Letters of a cell, and four pieces' worth of a line, at the most: beyond it a quotation mark was not closed."""
_LAST = "\u0001end\u0001"
_SEPARATORS = ",;\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

csv.field_size_limit(LONGEST)


def read_delimited(data: bytes, filename: str) -> pl.DataFrame:
    """All rows of a delimited text. Raises `Refused` file_unreadable when it is no text."""
    frames = list(stream_rows(data, filename))
    return pl.concat(frames) if frames else pl.DataFrame()


def stream_rows(data: bytes, filename: str) -> Iterator[pl.DataFrame]:
    """Rows in pieces of about 16 MB of text, all of one width, columns "0", "1", …; blank lines stay, as null rows."""
    encoding, start = detect_encoding(data, filename)
    separator, width, passed = "", 0, 0
    for text in _pieces(data, encoding, start, filename):
        if not separator:
            separator, width = _layout(text)
            if width > MAX_COLUMNS:
                raise Refused("file_too_large", filename=filename, columns=width)
        cells = _parse(text, separator, width, filename, passed)
        passed += cells.height
        yield cells


def detect_encoding(data: bytes, filename: str) -> tuple[str, int]:
    """The codec and where the text starts (after a byte order mark)."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, len(mark)
    head = data[:4096]
    if head.count(0) > len(head) // 8:
        return ("utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"), 0
    for name in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(name)().decode(data[: 1 << 20])
        except UnicodeDecodeError:
            continue
        if any(b < 9 and b for b in head) or head.lstrip()[:1] == b"<" or head.startswith(b"%PDF"):
            break
        if name == "utf-8" and not _whole_utf8(data):
            continue
        return name, 0
    raise Refused("file_unreadable", filename=filename)


def _whole_utf8(data: bytes) -> bool:
    """A GB text may begin with a megabyte of plain digits: look at all of it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _pieces(data: bytes, encoding: str, start: int, filename: str) -> Iterator[str]:
    """Decoded text cut at line ends that stand outside quotes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, position = "", start
    while position < len(data):
        chunk = data[position : position + PIECE]
        position += PIECE
        try:
            text = rest + decoder.decode(chunk, final=position >= len(data))
        except UnicodeDecodeError as err:
            raise Refused("file_unreadable", filename=filename) from err
        if position >= len(data):
            yield text
            return
        cut = text.rfind("\n") + 1
        if cut and text.count('"', 0, cut) % 2:
            cut = _cut_outside_quotes(text, cut)
        rest = text[cut:]
        if cut:
            yield text[:cut]
        elif len(rest) > 4 * PIECE:
            raise Refused("line_too_long", filename=filename, letters=4 * PIECE)
    if rest:
        yield rest


def _cut_outside_quotes(text: str, cut: int) -> int:
    """The last line end before `cut` with an even number of quotes before it; 0 when there is none near."""
    quotes = text.count('"', 0, cut)
    for _ in range(200):
        before = text.rfind("\n", 0, cut - 1) + 1
        if not before:
            return 0
        quotes -= text.count('"', before, cut)
        cut = before
        if quotes % 2 == 0:
            return cut
    return 0


def _layout(text: str) -> tuple[str, int]:
    """Separator (the one that splits most lines alike) and the widest row among the first thousand."""
    lines = text[:1_000_000].splitlines()[:1000]
    counts = {s: sorted((line.count(s) for line in lines), reverse=True) for s in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda s: counts[s][len(lines) // 3] if lines else 0)
    width = max((len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)), default=1)
    return separator, max(width, 1)


def _parse(text: str, separator: str, width: int, filename: str, before: int) -> pl.DataFrame:
    text = text.replace("\x00", "").replace("\r\n", "\n")
    if '"' in text or "\n\n" in text or len(text) < 100_000 or text.startswith("\n"):
        return _parse_exactly(text, separator, width, filename, before)
    names = [str(i) for i in range(width)]
    frame = pl.read_csv(
        text.encode(),
        has_header=False,
        separator=separator,
        quote_char=None,
        truncate_ragged_lines=True,
        schema=dict.fromkeys(names, pl.String()),
        eol_char="\n",
    )
    return as_cells(frame.get_columns())


def _parse_exactly(text: str, separator: str, width: int, filename: str, before: int) -> pl.DataFrame:
    """By the rules of quotation marks. One that is never closed would swallow the rest unseen: it is refused."""
    rows: list[list[str]] = []
    ended = text.endswith("\n")
    try:
        for row in csv.reader(io.StringIO(text + ("" if ended else "\n") + _LAST, newline=""), delimiter=separator):
            rows.append(row[:width])
    except csv.Error as err:
        raise Refused("quote_open", filename=filename, row=before + len(rows) + 1) from err
    if not rows or rows.pop() != [_LAST]:
        raise Refused("quote_open", filename=filename, row=before + len(rows) + 1)
    columns = list(zip_longest(*rows))
    columns += [(None,) * len(rows)] * (width - len(columns))
    return as_cells([pl.Series(str(i), values, dtype=pl.String) for i, values in enumerate(columns)])
