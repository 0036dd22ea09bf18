"""Points schemes: published rules for one entitlement, as frozen values. A calculation, never a rating of a person."""

from anju.domains.permits.points.data.facts import FACT_KINDS, Choice, Fact, Level, Words
from anju.domains.permits.points.data.results import Line, Reckoning, Requirement, SectionResult
from anju.domains.permits.points.data.schemes import (
    CUTTING,
    Accrual,
    Condition,
    CutOff,
    Events,
    Happened,
    Has,
    Held,
    Item,
    Limit,
    Measure,
    Rule,
    Scheme,
    Section,
    Tier,
    Tiers,
    Within,
)

__all__ = ["CUTTING", "FACT_KINDS", "Accrual", "Choice", "Condition", "CutOff", "Events", "Fact", "Happened", "Has",
           "Held", "Item", "Level", "Limit", "Line", "Measure", "Reckoning", "Requirement", "Rule", "Scheme", "Section",
           "SectionResult", "Tier", "Tiers", "Within", "Words"]
