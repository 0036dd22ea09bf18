"""What is wrong with the days of a declaration, named one by one: code of the first fault, None for good days."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

FUTURE = timedelta(days=366)
PAST = date(1949, 10, 1)
FIRST_BIRTH = date(1850, 1, 1)
CONTRACT_FAULT = "contract_end_before_start"
"""The last day of a contract lies before the first day of the job."""
BEFORE_BIRTH = START_BEFORE_BIRTH, END_BEFORE_BIRTH = "start_before_birth", "end_before_birth"
DAY_FAULTS = (
    "date_too_early",
    "date_too_late",
    "date_end_before_start",
    *BEFORE_BIRTH,
)
"""Faults of the first and last day: before `PAST`, more than `FUTURE` ahead, in the wrong order, before the birth."""


def day_fault(
    start: date | None, end: date | None, today: date, born: date | None = None
) -> str | None:
    """One of `DAY_FAULTS`, for one row."""
    given = [d for d in (start, end) if d is not None]
    if any(d < PAST for d in given):
        return "date_too_early"
    if any(d > today + FUTURE for d in given):
        return "date_too_late"
    if len(given) == 2 and given[1] < given[0]:
        return "date_end_before_start"
    return before_birth(start, end, born)


def before_birth(start: date | None, end: date | None, born: date | None) -> str | None:
    """`START_BEFORE_BIRTH`, `END_BEFORE_BIRTH`, or None: nobody comes, works or leaves before they are born."""
    if born is None:
        return None
    if start is not None and start < born:
        return START_BEFORE_BIRTH
    return END_BEFORE_BIRTH if end is not None and end < born else None


def day_faults(today: date) -> pl.Expr:
    """The same for columns `start`, `end` and `birth_date`."""
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
        .otherwise(days_before_birth(pl.col("birth_date")))
    )


def days_before_birth(born: pl.Expr) -> pl.Expr:
    """`before_birth` for columns `start` and `end`."""
    return (
        pl.when((pl.col("start") < born).fill_null(value=False))
        .then(pl.lit(START_BEFORE_BIRTH))
        .when((pl.col("end") < born).fill_null(value=False))
        .then(pl.lit(END_BEFORE_BIRTH))
    )


def birth_fault(born: date, today: date) -> str | None:
    """`birth_date_future`, `birth_date_too_early`, or None."""
    if born > today:
        return "birth_date_future"
    return "birth_date_too_early" if born < FIRST_BIRTH else None


def contract_turned(start: date | None, ends: date | None) -> str | None:
    """`CONTRACT_FAULT` or None, for one row."""
    return CONTRACT_FAULT if start and ends and ends < start else None


def contract_fault() -> pl.Expr:
    """`CONTRACT_FAULT` or null, for columns `start` and `contract_end`."""
    before = (pl.col("contract_end") < pl.col("start")).fill_null(value=False)
    return pl.when(before).then(pl.lit(CONTRACT_FAULT))
