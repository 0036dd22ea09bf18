"""Text whose columns stand apart by spaces, as programs print it: where each column begins.

Only where it is beyond doubt: every line has as many words as the others, or a strip of the page is blank in all lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

Split = Callable[[str], list[str]]
LOOK_AT = 20_000
"""Lines in which the columns are sought."""
FEWEST = 3
"""Columns; a text of fewer is none of a list."""
_WIDE = re.compile(r"(?:[ \xa0\u3000]){2,}")
_NARROW = re.compile(r"[ \xa0\u3000]+")
_SPACES = " \xa0\u3000"


def split_by_spaces(lines: Sequence[str]) -> Split | None:
    """How to cut a line; None where spaces do not tell the columns apart."""
    lines = [line for line in lines[:LOOK_AT] if line.strip()]
    return _alike(lines, _WIDE) or _alike(lines, _NARROW) or _strips(lines)


def _alike(lines: Sequence[str], gap: re.Pattern[str]) -> Split | None:
    """Cut at every gap, where all lines but titles and sums then have the same number of words."""
    counts = Counter(len(gap.split(line.strip(_SPACES))) for line in lines)
    usual, often = counts.most_common(1)[0] if counts else (0, 0)
    others = [n for n in counts if n != usual]
    if usual < FEWEST or often < 2 or any(n > max(1, usual // 2) for n in others):
        return None
    return lambda line: gap.split(line.strip(_SPACES))


def _strips(lines: Sequence[str]) -> Split | None:
    """Cut where the page is blank in all lines that hold several words; wide characters take two places."""
    rows = [line for line in lines if len(_NARROW.split(line.strip(_SPACES))) >= FEWEST]
    if len(rows) < 2 or len(rows) * 2 < len(lines):
        return None
    filled = 0
    for line in rows:
        filled |= _places(line)
    starts = [
        at
        for at in range(filled.bit_length())
        if filled >> at & 1 and not (at and filled >> (at - 1) & 1)
    ]
    if len(starts) < FEWEST:
        return None

    def split(line: str) -> list[str]:
        return _cut(line, starts)

    words = [word for line in rows for word in split(line)]
    mixed = any(_NARROW.search(word) for word in split(rows[0])) or any(
        _WIDE.search(word) for word in words
    )
    return None if mixed else split


def _widths(line: str) -> list[int]:
    return [2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line]


def _places(line: str) -> int:
    """The places of a line that hold something, as bits."""
    at, bits = 0, 0
    for c, width in zip(line, _widths(line), strict=True):
        if c not in _SPACES:
            bits |= ((1 << width) - 1) << at
        at += width
    return bits


def _cut(line: str, starts: list[int]) -> list[str]:
    """The words of a line by the column in which they stand; a title, which crosses columns, stays whole."""
    if len(_NARROW.split(line.strip(_SPACES))) < FEWEST:
        return [line.strip(_SPACES)]
    words = [""] * len(starts)
    at = 0
    for c, width in zip(line, _widths(line), strict=True):
        words[max(sum(s <= at for s in starts) - 1, 0)] += c
        at += width
    return [w.strip(_SPACES) for w in words]
