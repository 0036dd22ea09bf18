"""Whole columns between the database and a frame, by COPY: a million rows without a Python object for any of them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection

_PIECE = 1 << 20


def read_frame(sql: str, params: Sequence[Any], schema: pl.Schema) -> pl.DataFrame:
    """The rows of a query as a frame of this schema, whose columns stand in the query's order. Null is an empty cell
    without quotes, so that an empty text stays one."""
    with (
        connection.cursor() as cur,
        cur.cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", list(params)) as out,
    ):
        text = b"".join(bytes(piece) for piece in out)
    if not text:
        return pl.DataFrame(schema=schema)
    booleans = [name for name, kind in schema.items() if kind == pl.Boolean]
    read = pl.Schema({name: pl.Utf8 if name in booleans else kind for name, kind in schema.items()})
    frame = pl.read_csv(BytesIO(text), has_header=False, schema=read)
    return frame.with_columns(pl.col(name) == "t" for name in booleans) if booleans else frame


def copy_frame(table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a table; its columns are the table's. For tables without row-level security (COPY asks no
    policy): a temporary table, from which a statement takes the rows."""
    text = frame.write_csv(include_header=False, quote_style="non_numeric").encode()
    columns = ", ".join(frame.columns)
    with (
        connection.cursor() as cur,
        cur.cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as into,
    ):
        for at in range(0, len(text), _PIECE):
            into.write(text[at : at + _PIECE])
