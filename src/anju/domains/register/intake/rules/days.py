"""What is wrong with the days of a declaration, named one by one: code of the first fault, None for good days."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

FUTURE = timedelta(days=366)
PAST = date(1949, 10, 1)
FIRST_BIRTH = date(1850, 1, 1)
DAY_FAULTS = ("date_too_early", "date_too_late", "date_end_before_start")
"""Faults of the first and last day: before `PAST`, more than `FUTURE` ahead, or in the wrong order."""


def day_fault(start: date | None, end: date | None, today: date) -> str | None:
    """One of `DAY_FAULTS`, for one row."""
    given = [d for d in (start, end) if d is not None]
    if any(d < PAST for d in given):
        return "date_too_early"
    if any(d > today + FUTURE for d in given):
        return "date_too_late"
    return "date_end_before_start" if len(given) == 2 and given[1] < given[0] else None


def day_faults(today: date) -> pl.Expr:
    """The same for columns `start` and `end`."""
    start, end = pl.col("start"), pl.col("end")
    return (
        pl.when((start < PAST).fill_null(value=False) | (end < PAST).fill_null(value=False))
        .then(pl.lit("date_too_early"))
        .when(
            (start > today + FUTURE).fill_null(value=False)
            | (end > today + FUTURE).fill_null(value=False)
        )
        .then(pl.lit("date_too_late"))
        .when((end < start).fill_null(value=False))
        .then(pl.lit("date_end_before_start"))
    )


def birth_fault(born: date, today: date) -> str | None:
    """`birth_date_future`, `birth_date_too_early`, or None."""
    if born > today:
        return "birth_date_future"
    return "birth_date_too_early" if born < FIRST_BIRTH else None
