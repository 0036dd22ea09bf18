"""Small frames cheaply: the same code serves one row and fifty thousand, and one row is most of a city's day.

Polars plans and optimises every expression, which costs some 200 microseconds whatever the number of
rows. Putting whole columns next to others or picking rows by position needs no plan: a check-in takes a quarter
less of the processor so (decision 0033).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

FEW = 64
"""Rows up to which a frame is read whole rather than column by column."""
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
    places = {name: n for n, name in enumerate(out.columns)}
    for column in columns:
        place = places.setdefault(column.name, len(places))
        if place < out.width:
            out.replace_column(place, column)
        else:
            out.insert_column(place, column)
    return out


def each_row(frame: pl.DataFrame, columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """What these columns hold, row by row. Each column that is read by itself costs as much as a whole row."""
    if frame.height > FEW:
        return zip(*(frame.get_column(c).to_list() for c in columns), strict=True)
    places = {name: n for n, name in enumerate(frame.columns)}
    wanted = [places[c] for c in columns]
    return [tuple([row[n] for n in wanted]) for row in frame.rows()]


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
    first = frame[columns[0]]
    if first.null_count() == 0:
        return first
    return pl.Series(
        columns[0],
        [next((v for v in row if v is not None), None) for row in each_row(frame, columns)],
        dtype=first.dtype,
    )
