"""Tables for a terminal, in which Chinese characters take two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(lines: Sequence[Sequence[str]], *, indent: str = "    ") -> str:
    """Lines of cells, set in columns."""
    widest = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        (
            indent
            + "  ".join(
                cell + " " * (w - width(cell)) for cell, w in zip(line, widest, strict=True)
            )
        ).rstrip()
        for line in lines
    )
