"""The standard declaration frame: what every channel hands to intake, column by column."""

from __future__ import annotations

import polars as pl

from anju.domains.register import api as register

STANDARD: dict[str, pl.DataType] = register.FILE_SCHEMA
DECLARED: dict[str, pl.DataType] = STANDARD | {
    "at": pl.Datetime("us", "UTC"),
    "channel": pl.String(),
    "declarer": pl.String(),
}
"""The standard frame, and when, by which channel and by whom it was declared."""

_CELLS = {
    "姓名": "name",
    "证件号码": "doc_number",
    "联系电话": "phone",
    "地址": "address",
    "房号": "room",
    "开始": "start",
    "结束": "end",
}


def completed(frame: pl.DataFrame) -> pl.DataFrame:
    """Exactly the columns of `DECLARED` (absent ones null) and `person`, in order; `raw` holds the cells as written."""
    missing = {
        name: pl.lit(None, dtype=kind)
        for name, kind in DECLARED.items()
        if name not in frame.columns
    }
    frame = frame.with_columns(**missing)
    raw = pl.struct(
        [pl.col(name).cast(pl.String).alias(cell) for cell, name in _CELLS.items()]
    ).struct.json_encode()
    return frame.with_columns(raw=raw).select(
        *(pl.col(name).cast(kind) for name, kind in DECLARED.items()), "person"
    )
