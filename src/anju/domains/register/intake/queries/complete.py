"""Checking statements before they are made: one while it is typed, or a whole form before it is declared."""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.intake.data.receipts import Missing
from anju.domains.register.intake.queries.occupancy import homes_with_adults, overfull
from anju.domains.register.intake.rules import complete
from anju.domains.register.intake.rules.items import check_items
from anju.domains.register.intake.rules.lengths import overlong
from anju.domains.register.intake.rules.plausibility import CHILD, HOME_FULL, doubts


def missing(items: pl.DataFrame, *, today: date) -> list[Missing]:
    """All that is missing or wrong in these arrivals, at once (see `intake.rules.complete`)."""
    return complete.missing(
        _standard(items), known_areas=regions.known_areas(), today=today, ages=ages(today)
    )


def unlikely(items: pl.DataFrame, *, today: date) -> list[Missing]:
    """What is possible but unlikely in these arrivals (see `intake.rules.plausibility`), each at the
    field it speaks of; not where something is wrong with that field."""
    areas = regions.known_areas()
    frame = check_items(_standard(items), known_areas=areas, today=today, kinds=KINDS)
    homes = {c: h.id for c in set(frame["home_code"].drop_nulls()) if (h := places.home_by_code(c))}
    lodged = [homes.get(c or "") for c in frame["home_code"].to_list()]
    kept = homes_with_adults(homes.values(), day=today)
    found = [
        (d.index, d.code)
        for d in doubts(frame, known_areas=areas, today=today, ages=ages(today))
        if d.code != CHILD or lodged[d.index] not in kept
    ]
    found += [(n, HOME_FULL) for n in overfull(frame, lodged, day=today)]
    wrong = {(m.row, m.field) for m in missing(items, today=today)}
    return [
        Missing(n, field, code)
        for n, code in sorted(found, key=lambda f: f[0])
        if (n, field := _FIELDS.get(code, "doc_number")) not in wrong
    ]


_FIELDS = {
    "name_doubtful": "name",
    "start_far_ahead": "start",
    "child_alone": "relation",
    "sex_against_relation": "relation",
    "age_against_relation": "relation",
    "age_unlikely": "birth_date",
    "worker_too_young": "birth_date",
    "home_full": "home_code",
}
"""Where a doubt is corrected, if not at the number."""


def _standard(items: pl.DataFrame) -> pl.DataFrame:
    return items.select(
        (pl.col(c).cast(t) if c in items.columns else pl.lit(None, dtype=t).alias(c))
        for c, t in ITEM_SCHEMA.items()
    )


def checked(items: pl.DataFrame, *, today: date) -> list[str]:
    """The first reason why each item would be refused, "" for those in order. Looks at nothing but the items."""
    frame = items.select(
        (pl.col(c).cast(t) if c in items.columns else pl.lit(None, dtype=t).alias(c))
        for c, t in ITEM_SCHEMA.items()
    )
    found = check_items(frame, known_areas=regions.known_areas(), today=today, kinds=KINDS)
    return [problem or "" for problem in overlong(found)["problem"].to_list()]
