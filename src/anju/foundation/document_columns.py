"""The check of citizens' numbers for whole columns: `documents` as expressions of Polars."""

from __future__ import annotations

import polars as pl

from anju.foundation.documents import WEIGHTS


def checks(number: pl.Expr) -> pl.Expr:
    """True when the 18th character is the check of the 17 before it (ISO 7064 MOD 11-2)."""
    first = number.str.slice(0, 17)
    digits = pl.when(first.str.contains(r"^[0-9]{17}$")).then(first).cast(pl.Int64, strict=False)
    last = number.str.slice(17, 1)
    value = (
        pl.when(last == "X")
        .then(10)
        .otherwise(pl.when(last.str.contains(r"^[0-9]$")).then(last).cast(pl.Int64, strict=False))
    )
    return ((weighted(digits) + value) % 11 == 1).fill_null(value=False) & (
        number.str.len_chars() == 18
    )


def weighted(digits: pl.Expr) -> pl.Expr:
    """The weighted sum of seventeen digits that are given as a whole number."""
    return pl.sum_horizontal(
        ((digits // 10 ** (16 - i) % 10) * w for i, w in enumerate(WEIGHTS)), ignore_nulls=False
    )
