"""Parquet as a sheet: its names as the first row, below it a row a row, every value as text."""

from __future__ import annotations

import io

import polars as pl

from anju.foundation.characters import visible
from anju.foundation.errors import Refused
from anju.foundation.sheets.grid import MAX_COLUMNS
from anju.foundation.sheets.workbook import as_cells

MARK = b"PAR1"
MAX_CELLS = 40_000_000
"""A column is read as a whole and each value is small: more than a workbook may have."""


def read_parquet(data: bytes, filename: str) -> pl.DataFrame:
    """The cells. Raises `Refused` file_unreadable (also for lists and records inside a cell), file_too_many_cells."""
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
        if len(schema) > MAX_COLUMNS or rows * len(schema) > MAX_CELLS:
            raise Refused(
                "file_too_many_cells",
                filename=visible(filename),
                cells=rows * len(schema),
                most=MAX_CELLS,
            )
        if any(kind.is_nested() or kind == pl.Binary for kind in schema.values()):
            raise Refused("file_unreadable", filename=visible(filename))
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise Refused("file_unreadable", filename=visible(filename)) from error
    return as_cells(
        [pl.concat([pl.Series([c.name], dtype=pl.String), _text(c)]) for c in frame.get_columns()]
    )


def _text(column: pl.Series) -> pl.Series:
    named = column.alias("")
    if column.dtype == pl.Boolean:
        yes = pl.Series(["是"]), pl.Series(["否"])
        return (
            yes[0]
            .new_from_index(0, len(named))
            .zip_with(named.fill_null(value=False), yes[1].new_from_index(0, len(named)))
            .set(named.is_null(), None)
            .alias("")
        )
    if isinstance(column.dtype, pl.Datetime):
        return named.dt.to_string("%Y-%m-%d %H:%M:%S")
    return named.cast(pl.String)
