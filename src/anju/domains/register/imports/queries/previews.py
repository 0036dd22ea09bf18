"""Reading what is kept of an import's preview, a page at a time, as far as the transaction may see the import."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Sum

from anju.domains.people import api as people
from anju.domains.register.imports.data.imports import LISTS, PreviewPage
from anju.domains.register.imports.models import PreviewPart
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import decrypt_bytes
from anju.foundation.errors import NotFound

BETWEEN = " / "
"""Between the lines of one cell, where a page shows it."""
PROBLEM, CONTEXT = "problem", "batch.preview"


def preview_page(batch_id: int, listing: str, *, page: int = 1, full: bool = False) -> PreviewPage:
    """One page of a list; pages beyond the end are empty. Numbers and phones are masked wherever they
    stand; `full` is for
    `reveal_refused`, which asks for a purpose and leaves the trace. Two queries."""
    if listing not in LISTS:
        raise NotFound("list_unknown", list=listing)
    parts = PreviewPart.objects.filter(batch_id=batch_id, listing=listing)
    total = parts.aggregate(n=Sum("size"))["n"] or 0
    piece = max(page, 1) - 1
    found = parts.filter(number__in=[0, piece]).order_by("number")
    rows = {p.number: p for p in found}
    usual = rows[0].size if 0 in rows else 1
    row = rows.get(piece)
    lines = (
        json.loads(decrypt_bytes(row.lines_cipher, CONTEXT, row=row_of(batch_id, listing, piece)))
        if row
        else []
    )
    for line in lines:  # a field shows one line: what stood on several would run together
        if "cells" in line:
            line["cells"] = {f: BETWEEN.join(v.split("\n")) for f, v in line["cells"].items()}
    if not full:
        lines = [_masked(line) for line in lines]
    return PreviewPage(
        listing,
        tuple(lines),
        tuple(row.people if row else ()),
        piece * usual + 1 if lines else 0,
        total,
        piece + 1,
        -(-total // usual) if total else 0,
    )


def preview_people(batch_id: int, listing: str) -> tuple[int, ...]:
    """All people a list names, in its order. One query."""
    found = PreviewPart.objects.filter(batch_id=batch_id, listing=listing).order_by("number")
    return tuple(int(p) for people in found.values_list("people", flat=True) for p in people)


_WORDS = ("name", "place", "position")
"""Cells of free words, in which a number may stand beside what belongs there."""


def _masked(line: dict[str, Any]) -> dict[str, Any]:
    shown = {
        k: people.mask_text(v) if k in _WORDS and isinstance(v, str) else v for k, v in line.items()
    }
    if "cells" in line:
        shown["cells"] = {f: people.mask_text(v) for f, v in line["cells"].items()}
    if "examples" in line:
        shown["examples"] = [people.mask_text(v) for v in line["examples"]]
    return shown
