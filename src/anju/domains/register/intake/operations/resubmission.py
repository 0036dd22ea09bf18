"""What is sent again under a key that was used: the same content is answered as the first time, another is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.declarations import Outcome
from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.queries.submitted import submitted
from anju.domains.register.intake.operations.checking import checked_items
from anju.domains.register.intake.operations.storing import payloads
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict

NAMES = ("key", "row")
"""What names an item is no content."""


def require_same_content(
    frame: pl.DataFrame, before: Mapping[str, Outcome], *, today: date
) -> None:
    """Raise `Conflict` `key_used_for_another` when a row says something else than was declared under its key.

    The content is compared as it is kept, after normalising, so that spaces and full-width figures make no difference.
    """
    keys = frame["key"].to_list()
    kept = dict(
        rows(
            "SELECT id, payload_cipher FROM register_declaration WHERE id = ANY(%s)",
            [[before[k].declaration_id for k in keys]],
        )
    )
    first = submitted([(i, kept[i]) for i in (before[k].declaration_id for k in keys)])
    checked = checked_items(frame, known_areas=regions.known_areas(), today=today)
    differing = [
        k
        for k, one, two, raw in zip(keys, first, payloads(checked), payloads(frame), strict=True)
        if _content(one) not in (_content(json.loads(two)), _content(json.loads(raw)))
    ]
    if differing:
        raise Conflict("key_used_for_another", key=differing[0], count=len(differing))


def require_open(batch_id: int) -> None:
    """Raise `Conflict` `batch_undone` for a batch that was undone: what it took in now could never be undone again."""
    if Batch.objects.filter(id=batch_id, state="undone").exists():
        raise Conflict("batch_undone")


def _content(payload: dict[str, Any]) -> dict[str, Any]:
    return {c: v for c, v in payload.items() if c not in NAMES}
