"""Columns as PostgreSQL array literals, and as frames by COPY, without a Python object for any value.

The driver's own adaptation of lists looks at every element several times; a column of one known type needs it once.
Measured on intake: half of the time of a large batch was spent there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import polars as pl
import polars.selectors as cs
from django.db import connection

Values = Sequence[Any] | pl.Series
SHORT = 100


def literal(kind: str, values: Values) -> str | list[Any]:
    """The column as text that ``%s::kind[]`` reads; the list itself for types this module does not know. A Polars
    column is written whole, several times faster than a list."""
    if isinstance(values, pl.Series) and len(values) < SHORT:
        values = values.to_list()  # setting Polars to work costs more than a few rows
    if isinstance(values, pl.Series):
        return "{" + str(_whole(values).fill_null("NULL").str.join(",").item()) + "}"
    write = _WRITERS.get(kind)
    return list(values) if write is None else "{" + write(values) + "}"


def _whole(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Binary:
        return _quoted("\\\\x" + column.bin.encode("hex"))
    if column.dtype == pl.Utf8:
        return _quoted(
            column.str.replace_all("\\", "\\\\", literal=True).str.replace_all(
                '"', '\\"', literal=True
            )
        )
    if isinstance(column.dtype, pl.Datetime):
        return _quoted(column.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f%:z"))
    return column.cast(pl.Utf8)


def _quoted(column: pl.Series) -> pl.Series:
    return '"' + column + '"'


def _plain(values: Sequence[Any]) -> str:
    """Numbers, whose text needs no quotes."""
    return ",".join(["NULL" if v is None else str(v) for v in values])


def _yes_no(values: Sequence[Any]) -> str:
    return ",".join(["NULL" if v is None else "t" if v else "f" for v in values])


def _texts(values: Sequence[Any]) -> str:
    """Nearly no text holds a quote or a backslash; one look at all of them together is cheaper than one at each."""
    joined = ",".join(["NULL" if v is None else f'"{v}"' for v in values])
    if "\\" not in joined and joined.count('"') == 2 * (len(values) - values.count(None)):
        return joined
    return _full_of_quotes(values)


def _full_of_quotes(values: Sequence[Any]) -> str:
    return ",".join(["NULL" if v is None else f'"{_escaped(str(v))}"' for v in values])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _moments(values: Sequence[Any]) -> str:
    return ",".join(["NULL" if v is None else f'"{v.isoformat()}"' for v in values])


def _bytes(values: Sequence[Any]) -> str:
    return ",".join(["NULL" if v is None else f'"\\\\x{v.hex()}"' for v in values])


_WRITERS: dict[str, Callable[[Sequence[Any]], str]] = {
    **dict.fromkeys(("smallint", "int", "integer", "bigint", "numeric"), _plain),
    "text": _texts,
    "jsonb": _full_of_quotes,
    **dict.fromkeys(("date", "timestamptz"), _moments),
    "boolean": _yes_no,
    "bytea": _bytes,
}


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
    written = frame.with_columns(("\\x" + cs.binary().bin.encode("hex")).name.keep())
    text = written.write_csv(include_header=False, quote_style="non_numeric").encode()
    columns = ", ".join(frame.columns)
    with (
        connection.cursor() as cur,
        cur.cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as into,
    ):
        for at in range(0, len(text), _PIECE):
            into.write(text[at : at + _PIECE])
