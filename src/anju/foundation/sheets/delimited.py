"""Delimited text: which separator; small files exactly, large ones in pieces."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest

import polars as pl

from anju.foundation.errors import Refused
from anju.foundation.sheets.encodings import Decoder, detect_encoding
from anju.foundation.sheets.spaced import Split, split_by_spaces
from anju.foundation.sheets.workbook import Marks, as_cells

PIECE = 16 * 1024 * 1024
MAX_COLUMNS = 512
LONGEST = 1_000_000
"""Letters of a cell, and four pieces' worth of a line, at the most: beyond it a quotation mark was not closed."""
_LAST = "\u0001end\u0001"
_SEPARATORS = ",;\t|"
_WIDE = ("\uff0c", "、", "\uff1b")

csv.field_size_limit(LONGEST)


def read_delimited(data: bytes, filename: str) -> tuple[pl.DataFrame, Marks]:
    """All rows of a delimited text. Raises `Refused` file_unreadable when it is no text."""
    found = list(stream_text(data, filename, PIECE))
    if not found:
        return pl.DataFrame(), Marks()
    damaged, passed = list[int](), 0
    for cells, rows in found:
        damaged += [passed + r for r in rows]
        passed += cells.height
    return pl.concat([cells for cells, _ in found]), Marks(damaged=tuple(damaged))


def stream_text(
    data: bytes | memoryview, filename: str, piece: int
) -> Iterator[tuple[pl.DataFrame, list[int]]]:
    """Rows in pieces of about `piece` bytes, all of one width, columns "0", "1", …; blank lines stay, as null rows.
    Beside each the rows in which bytes were no text."""
    encoding, start = detect_encoding(data, filename)
    decoder = Decoder(encoding)
    separator, width, passed = "", 0, 0
    split: Split | None = None
    for text in _pieces(data, decoder, start, filename, piece):
        if not separator:
            separator, width, split = _layout(text)
            if width > MAX_COLUMNS:
                raise Refused("file_too_large", filename=filename, columns=width)
        cells = (
            _parse_spaced(text, split, width)
            if split
            else _parse(text, separator, width, filename, passed)
        )
        passed += cells.height
        yield cells, damaged_rows(cells) if decoder.damaged else []


def damaged_rows(cells: pl.DataFrame) -> list[int]:
    """Rows that hold the character which stands for bytes that are no text."""
    if cells.width == 0:
        return []
    return (
        cells.select(
            pl.any_horizontal(pl.all().str.contains("\ufffd", literal=True).fill_null(value=False))
        )
        .to_series()
        .arg_true()
        .to_list()
    )


def _pieces(
    data: bytes | memoryview, decoder: Decoder, start: int, filename: str, piece: int
) -> Iterator[str]:
    """Decoded text cut at line ends that stand outside quotes."""
    rest, position = "", start
    while position < len(data):
        chunk = bytes(data[position : position + piece])
        position += piece
        text = rest + decoder.decode(chunk, final=position >= len(data))
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


def _layout(text: str) -> tuple[str, int, Split | None]:
    """Separator (the one that splits most lines alike) and the widest row among the first thousand;
    how to cut lines whose columns stand apart by spaces."""
    lines = text[:1_000_000].splitlines()[:1000]
    counts = {s: sorted((line.count(s) for line in lines), reverse=True) for s in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda s: counts[s][len(lines) // 3] if lines else 0)
    if (
        lines
        and not any(counts[separator])
        and (wide := next((w for w in _WIDE if _alike(lines, w)), ""))
    ):
        separator = wide
    if (
        not any(line.count(separator) for line in lines[: len(lines) // 2 + 1])
        and (split := split_by_spaces(text.splitlines())) is not None
    ):
        return separator, max(len(split(line)) for line in lines), split
    width = max(
        (len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)),
        default=1,
    )
    return separator, max(width, 1), None


def _alike(lines: list[str], mark: str) -> bool:
    """Is every line parted by this mark? 、 also stands within cells: then only where all lines have as many."""
    counts = {line.count(mark) for line in lines if line.strip()}
    return 0 not in counts and (mark != "、" or (len(counts) == 1 and max(counts) > 1))


def _parse(text: str, separator: str, width: int, filename: str, before: int) -> pl.DataFrame:
    text = text.replace("\x00", "").replace("\r\n", "\n")
    if separator in _WIDE:
        text, separator = text.replace(separator, ","), ","
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


def _parse_spaced(text: str, split: Split, width: int) -> pl.DataFrame:
    rows = [split(line)[:width] for line in text.replace("\x00", "").splitlines()]
    columns = list(zip_longest(*rows))
    columns += [(None,) * len(rows)] * (width - len(columns))
    return as_cells(
        [pl.Series(str(i), values, dtype=pl.String) for i, values in enumerate(columns)]
    )


def _parse_exactly(
    text: str, separator: str, width: int, filename: str, before: int
) -> pl.DataFrame:
    """By the rules of quotation marks. One that is never closed would swallow the rest unseen: it is refused."""
    rows: list[list[str]] = []
    ended = text.endswith("\n")
    try:
        for row in csv.reader(
            io.StringIO(text + ("" if ended else "\n") + _LAST, newline=""), delimiter=separator
        ):
            rows.append(row[:width])
    except csv.Error as err:
        raise Refused("quote_open", filename=filename, row=before + len(rows) + 1) from err
    if not rows or rows.pop() != [_LAST]:
        raise Refused("quote_open", filename=filename, row=before + len(rows) + 1)
    columns = list(zip_longest(*rows))
    columns += [(None,) * len(rows)] * (width - len(columns))
    return as_cells(
        [pl.Series(str(i), values, dtype=pl.String) for i, values in enumerate(columns)]
    )
