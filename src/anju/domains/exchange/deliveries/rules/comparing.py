"""The rows of a delivery beside the facts in force: new, changed, unchanged, older, contradictory."""

from __future__ import annotations

from enum import StrEnum

import polars as pl


class Standing(StrEnum):
    """What a row is to the fact in force. `repeated`: the same row again in the same file; `contradictory`: two rows of
    one file say different things of one item; `older`: the fact in force is of a later day."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    CONTRADICTORY = "contradictory"
    OLDER = "older"


def standing(rows: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Add `standing` and `fact` (the id of the fact in force) to rows.

    Columns read: of `rows` item, digest, as_of; of `held` item, digest, as_of, fact.
    """
    found = rows.join(
        held.rename({"digest": "held_digest", "as_of": "held_as_of"}),
        on="item",
        how="left",
        maintain_order="left",
    )
    return found.with_columns(
        pl.when(pl.col("digest").n_unique().over("item") > 1)
        .then(pl.lit(Standing.CONTRADICTORY.value))
        .when(pl.int_range(pl.len()).over("item") > 0)
        .then(pl.lit(Standing.REPEATED.value))
        .when(pl.col("fact").is_null())
        .then(pl.lit(Standing.NEW.value))
        .when(pl.col("digest") == pl.col("held_digest"))
        .then(pl.lit(Standing.UNCHANGED.value))
        .when(pl.col("as_of") < pl.col("held_as_of"))
        .then(pl.lit(Standing.OLDER.value))
        .otherwise(pl.lit(Standing.CHANGED.value))
        .alias("standing")
    ).drop("held_digest", "held_as_of")


def missing(rows: pl.DataFrame, held: pl.DataFrame) -> pl.Series:
    """Ids of the facts in force that no row is about."""
    return held.join(rows.select("item").unique(), on="item", how="anti")["fact"]
