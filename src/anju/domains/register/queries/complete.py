"""Checking a form before it is declared."""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.data import ITEM_SCHEMA
from anju.domains.register.data.receipts import Missing
from anju.domains.register.rules import complete


def missing(items: pl.DataFrame, *, today: date) -> list[Missing]:
    """All that is missing or wrong in these arrivals, at once (see `rules.complete`)."""
    frame = items.select((pl.col(c).cast(t) if c in items.columns else pl.lit(None, dtype=t).alias(c))
                         for c, t in ITEM_SCHEMA.items())
    return complete.missing(frame, known_areas=regions.known_areas(), today=today)
