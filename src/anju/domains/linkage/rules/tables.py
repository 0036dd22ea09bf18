"""A table of text from the bytes of a file, whatever its encoding and separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "latin-1")
_SEPARATORS = ",\t;|"


class NotTextError(ValueError):
    """The file holds no text: a workbook, an archive, a picture."""


def read_table(data: bytes) -> dict[str, list[str | None]]:
    """Title → values; None for an empty cell. Lines without any value are left out, short ones filled up."""
    text = _decoded(data)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    rows = [r for r in rows if any(c.strip() for c in r)]
    if not rows:
        return {}
    titles = _distinct([c.strip() for c in rows[0]])
    width = len(titles)
    cells = [
        [(c if c.strip() else None) for c in r[:width]] + [None] * (width - len(r))
        for r in rows[1:]
    ]
    return {title: [r[place] for r in cells] for place, title in enumerate(titles)}


def _decoded(data: bytes) -> str:
    if data[:2] in (b"PK", b"\x1f\x8b", b"\x89P", b"%P") or data[:4] == b"\xd0\xcf\x11\xe0":
        raise NotTextError
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotTextError


def _separator(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=head.count)


def _distinct(titles: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for place, title in enumerate(titles):
        name = title or f"column {place + 1}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found
