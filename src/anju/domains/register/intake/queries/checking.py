"""Checking statements before they are made: what a form can say while somebody is still typing."""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.intake.rules.items import check_items
from anju.domains.register.intake.rules.lengths import overlong


def checked(items: pl.DataFrame, *, today: date) -> list[str]:
    """The first reason why each item would be refused, "" for those in order. Looks at nothing but the items."""
    frame = items.select(
        (pl.col(c).cast(t) if c in items.columns else pl.lit(None, dtype=t).alias(c))
        for c, t in ITEM_SCHEMA.items()
    )
    found = check_items(frame, known_areas=regions.known_areas(), today=today, kinds=KINDS)
    return [problem or "" for problem in overlong(found)["problem"].to_list()]
