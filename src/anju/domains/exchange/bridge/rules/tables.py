"""Items of one kind as a table: a column each, Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import polars as pl

from anju.domains.exchange.bridge.data.bridge import COLUMNS, MOST_ROWS
from anju.domains.exchange.bridge.rules.file_format import BridgeFault

NAMES = ("key", "about", "area")


def packed(kind: str, names: pl.DataFrame, contents: Sequence[str]) -> bytes:
    """The table of items: their `NAMES`, and what each says (JSON objects) as columns of the kind."""
    shape = pl.Struct(dict.fromkeys(COLUMNS[kind], pl.String))
    content = pl.Series("content", contents, pl.String).str.json_decode(shape)
    out = BytesIO()
    pl.concat([names.select(NAMES), content.struct.unnest()], how="horizontal").write_parquet(
        out, compression="zstd", statistics=False
    )
    return out.getvalue()


def unpacked(kind: str, data: bytes, rows: int) -> tuple[pl.DataFrame, list[str]]:
    """`NAMES` and what each item says, as JSON. `BridgeFault` ``bridge_content`` when it is another table than
    expected."""
    if kind not in COLUMNS or rows > MOST_ROWS:
        raise BridgeFault("bridge_content")
    try:
        frame = pl.read_parquet(BytesIO(data))
    except Exception as error:
        raise BridgeFault("bridge_content") from error
    wanted = dict.fromkeys((*NAMES, *COLUMNS[kind]), pl.String)
    if dict(frame.schema) != wanted or frame.height != rows:
        raise BridgeFault("bridge_content")
    named = frame.select(NAMES)
    lengths = named.select(
        pl.col("key").str.len_bytes().is_between(1, 40).all()
        & (pl.col("about").str.len_bytes() <= 40).all()
        & (pl.col("area").str.len_bytes() <= 15).all()
    )
    if named.null_count().sum_horizontal().item() or (rows and not lengths.item()):
        raise BridgeFault("bridge_content")
    if named["key"].n_unique() != rows:
        raise BridgeFault("bridge_content")
    content = frame.select(pl.struct(COLUMNS[kind]).struct.json_encode()).to_series()
    return named, content.to_list()
