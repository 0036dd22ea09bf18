"""The data of declarations as they were submitted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from anju.domains.register.declarations.data.fields import ITEM_SCHEMA, typed
from anju.foundation.crypto import decrypt_many, row_of

PAYLOAD = "declaration.payload"


def submitted(declarations: Sequence[tuple[int, bytes | memoryview]]) -> list[dict[str, Any]]:
    """The submitted data of declarations, given their ids and ciphertexts. `ValueError` for one that
    was altered or belongs to another declaration."""
    texts = decrypt_many(
        [c for _, c in declarations], PAYLOAD, rows=[row_of(i) for i, _ in declarations]
    )
    return [json.loads(t) for t in texts]


def as_frame(ids: Sequence[int], data: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Submitted data as the standard frame again, with the number of each declaration (column did)."""
    read = [typed(d) for d in data]
    columns = {c: [d.get(c) for d in read] for c in ITEM_SCHEMA}
    return pl.DataFrame(columns, schema=ITEM_SCHEMA).with_columns(
        pl.Series("did", ids, dtype=pl.Int64)
    )
