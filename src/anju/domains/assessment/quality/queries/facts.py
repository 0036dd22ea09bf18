"""What is counted of data quality: faults on the list on a day, found and closed in a span."""

from __future__ import annotations

from anju.domains.assessment.quality.data.registry import all_rules
from anju.foundation.facts import Dimension, Fact


def _by_rule(what: str) -> str:
    cases = " ".join(f"WHEN '{r.code}' THEN '{getattr(r, what)}'" for r in all_rules())
    return f"CASE f.rule {cases} END"


_DIMENSIONS = {
    "fault_rule": Dimension("f.rule"),
    "fault_kind": Dimension(_by_rule("kind")),
    "fault_level": Dimension(_by_rule("level")),
    "fault_source": Dimension("f.source"),
}
OPEN_ON = "f.found_on <= {day} AND (f.closed_on IS NULL OR f.closed_on > {day})"

FAULT = Fact(
    code="fault",
    about="fault",
    source="assessment_quality_fault f",
    key="f.id",
    region="f.region",
    where=OPEN_ON,
    dimensions={
        **_DIMENSIONS,
        "fault_term": Dimension("CASE WHEN f.due < {day} THEN 'late' ELSE 'in_time' END"),
    },
)
"""A fault that was found by the day and not closed by then."""
FAULT_FOUND = Fact(
    code="fault_found",
    about="fault",
    source="assessment_quality_fault f",
    key="f.id",
    region="f.region",
    where="f.found_on >= {since} AND f.found_on < {after}",
    day="f.found_on",
    dimensions=_DIMENSIONS,
)
FAULT_CLOSED = Fact(
    code="fault_closed",
    about="fault",
    source="assessment_quality_fault f",
    key="f.id",
    region="f.region",
    where="f.closed_on >= {since} AND f.closed_on < {after}",
    day="f.closed_on",
    dimensions={**_DIMENSIONS, "fault_outcome": Dimension("f.outcome")},
)
"""`fault_outcome`: mended, or found to be none."""

FACTS = (FAULT, FAULT_FOUND, FAULT_CLOSED)
