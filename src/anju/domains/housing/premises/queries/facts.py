"""What is counted of inspections: buildings that were inspected, hazards that were found."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.statements import rows
from anju.foundation.facts import Dimension, Fact

INSPECTED = Fact(
    code="inspected",
    about="building",
    source="housing_inspection i",
    key="i.building_id",
    region="i.region",
    where="i.day >= {since} AND i.day < {after}",
    day="i.day",
    distinct=True,
)
"""A building that was inspected in the span, itself or one of its homes, however often."""

_OUTCOME = """CASE WHEN z.closed_at IS NULL THEN 'waiting'
    WHEN z.due IS NULL OR (z.closed_at AT TIME ZONE 'Asia/Shanghai')::date <= z.due THEN 'in_time' ELSE 'late' END"""

HAZARD = Fact(
    code="hazard",
    about="hazard",
    source="housing_hazard z JOIN housing_inspection i ON i.id = z.inspection_id",
    key="z.id",
    region="i.region",
    where="i.day >= {since} AND i.day < {after} AND z.state <> 'withdrawn'",
    day="i.day",
    dimensions={
        "outcome": Dimension(_OUTCOME),
        "serious": Dimension("CASE WHEN z.serious THEN 'yes' ELSE 'no' END"),
    },
)
"""A hazard that an inspection in the span found, and what became of it."""

FACTS = (INSPECTED, HAZARD)


def inspections_of_hazards(hazard_ids: Sequence[int]) -> dict[int, tuple[int, str, int]]:
    """The inspection that found each of these hazards: its id, its number, its building. As far as the transaction sees
    them. One query."""
    found = rows(
        "SELECT z.id, i.id, i.number, i.building_id FROM housing_hazard z "
        "JOIN housing_inspection i ON i.id = z.inspection_id WHERE z.id = ANY(%s)",
        [list(hazard_ids)],
    )
    return {
        hazard: (inspection, number, building) for hazard, inspection, number, building in found
    }
