"""Checking a form before it is declared."""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.intake.data.receipts import Missing
from anju.domains.register.intake.rules import complete
from anju.domains.register.intake.rules.items import check_items
from anju.domains.register.intake.rules.plausibility import doubts


def missing(items: pl.DataFrame, *, today: date) -> list[Missing]:
    """All that is missing or wrong in these arrivals, at once (see `intake.rules.complete`)."""
    return complete.missing(_standard(items), known_areas=regions.known_areas(), today=today)


def unlikely(items: pl.DataFrame, *, today: date) -> list[Missing]:
    """What is possible but unlikely in these arrivals (see `intake.rules.plausibility`), each at the
    field it speaks of. Whether the home holds them is asked when they are declared."""
    areas = regions.known_areas()
    frame = check_items(_standard(items), known_areas=areas, today=today, kinds=KINDS)
    return [
        Missing(d.index, _FIELDS.get(d.code, "doc_number"), d.code)
        for d in doubts(frame, known_areas=areas, today=today)
    ]


_FIELDS = {
    "name_doubtful": "name",
    "start_far_ahead": "start",
    "child_alone": "relation",
    "sex_against_relation": "relation",
    "age_against_relation": "relation",
    "age_unlikely": "birth_date",
}
"""Where a doubt is corrected, if not at the number."""


def _standard(items: pl.DataFrame) -> pl.DataFrame:
    return items.select(
        (pl.col(c).cast(t) if c in items.columns else pl.lit(None, dtype=t).alias(c))
        for c, t in ITEM_SCHEMA.items()
    )
