"""From facts to the rows of an extract. No tables, no clock."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from anju.domains.exchange.extracts.data.extracts import TOKEN

GROUP = 5
"""Years of birth in a group."""


def row_frame(facts: pl.DataFrame, tokens: Sequence[bytes], columns: Sequence[str]) -> pl.DataFrame:
    """The rows of these facts (sex, birth_date, street, since, reason, dwelling, origin, valid_permit), with these
    columns only, behind the token."""
    made = facts.select(
        pl.Series(TOKEN, [t.hex() for t in tokens], dtype=pl.Utf8),
        pl.col("sex"),
        (pl.col("birth_date").dt.year() // GROUP * GROUP).cast(pl.Int16).alias("birth_years"),
        pl.col("street"),
        pl.col("since").dt.truncate("1mo").alias("since"),
        pl.col("reason"),
        pl.col("dwelling"),
        pl.col("origin"),
        pl.col("valid_permit"),
    )
    return made.select(TOKEN, *columns)


def parquet(frame: pl.DataFrame) -> bytes:
    """The rows as Parquet, in the order of their tokens, which is no order of people or places."""
    out = io.BytesIO()
    frame.sort(TOKEN).write_parquet(out, compression="zstd", statistics=False)
    return out.getvalue()


def manifest(
    frame: pl.DataFrame, data: bytes, words: Mapping[str, tuple[str, str]], terms: Mapping[str, str]
) -> dict[str, Any]:
    """What a file holds: digest, size, rows, columns with type and meaning, and under which `terms` it was given."""
    return {
        "format": "parquet",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "rows": frame.height,
        "columns": [
            {
                "name": name,
                "type": str(kind),
                "zh": words.get(name, ("本接收方专用的代码", ""))[0],
                "en": words.get(name, ("", "Token of this recipient alone"))[1],
            }
            for name, kind in frame.schema.items()
        ],
        **terms,
    }


def written(found: Mapping[str, Any]) -> bytes:
    """A manifest as the file that goes with the data."""
    return json.dumps(found, ensure_ascii=False, indent=1).encode()
