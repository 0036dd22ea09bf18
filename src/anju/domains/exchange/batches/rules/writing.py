"""Writing a batch file in the layout that the old systems read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from anju.domains.exchange.batches.data.batches import layout
from anju.foundation.characters import visible
from anju.foundation.sheets.writer import harmless

ORDER = (
    *("act", "number", "name", "doc_type", "doc_number", "sex", "birth_date", "origin"),
    *("hukou_text", "region", "address", "start", "reason"),
)


def write_batch(rows: Sequence[Mapping[str, str]], *, form: str, encoding: str) -> bytes:
    """The file; a character the encoding has not is an error, never a question mark."""
    return (_xml(rows, encoding) if form == "xml" else _csv(rows)).encode(encoding)


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(layout().titles)
    for row in rows:
        writer.writerow([harmless(row.get(f, "")) for f in ORDER])
    return out.getvalue()


def _xml(rows: Sequence[Mapping[str, str]], encoding: str) -> str:
    lines = [f'<?xml version="1.0" encoding="{encoding.upper()}"?>', f'<BATCH count="{len(rows)}">']
    for row in rows:
        members = "".join(
            f"<{tag}>{escape(visible(row.get(f, '')))}</{tag}>"
            for tag, f in zip(layout().tags, ORDER, strict=True)
        )
        lines.append(f"<CASE>{members}</CASE>")
    return "\n".join([*lines, "</BATCH>", ""])
