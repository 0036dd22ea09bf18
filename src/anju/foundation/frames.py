"""Small frames cheaply: the same code serves one row and fifty thousand, and one row is most of a city's day.

Polars plans and optimises every expression, which costs some 200 microseconds whatever the number of
rows. Putting whole columns next to others or picking rows by position needs no plan: a check-in takes a quarter
less of the processor so (decision 0033).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

SLICE = 20_000
"""Rows of a list that are worked on together; more of them only take more memory."""


def in_slices(frame: pl.DataFrame, work: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """What `work` makes of the frame, done for `SLICE` rows at a time; for work that looks at each row by itself."""
    return (
        work(frame)
        if frame.height <= SLICE
        else pl.concat(work(part) for part in frame.iter_slices(SLICE))
    )


def put(frame: pl.DataFrame, *columns: pl.Series) -> pl.DataFrame:
    """The frame with these columns added, or in place of those of the same name."""
    out = frame.clone()
    for column in columns:
        if column.name in out.columns:
            out.replace_column(out.get_column_index(column.name), column)
        else:
            out.insert_column(out.width, column)
    return out


def take(frame: pl.DataFrame, positions: Sequence[int]) -> pl.DataFrame:
    """The rows at these positions, in this order; the frame itself where that is all of them."""
    return (
        frame
        if len(positions) == frame.height and list(positions) == list(range(frame.height))
        else frame[positions]
    )


def filled(frame: pl.DataFrame, column: str, default: object) -> pl.Series:
    """A column with `default` where it is null."""
    series = frame[column]
    return (
        series
        if series.null_count() == 0
        else pl.Series(
            column, [default if v is None else v for v in series.to_list()], dtype=series.dtype
        )
    )


def first_of(frame: pl.DataFrame, *columns: str) -> pl.Series:
    """Row by row the first of these columns that is not null, under the name of the first."""
    values = zip(*(frame[c].to_list() for c in columns), strict=True)
    return pl.Series(
        columns[0],
        [next((v for v in row if v is not None), None) for row in values],
        dtype=frame[columns[0]].dtype,
    )
