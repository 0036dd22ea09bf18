"""The law of permits as dated data: the national rule, and what single provinces and cities have of their own."""

from anju.domains.permits.eligibility.data.rulesets.table import RULESETS
from anju.domains.permits.eligibility.data.rulesets.values import (
    ARRIVAL,
    REGISTRATION,
    Condition,
    Confidence,
    Gap,
    RuleSet,
    Span,
    Way,
)

__all__ = [
    "ARRIVAL",
    "REGISTRATION",
    "RULESETS",
    "Condition",
    "Confidence",
    "Gap",
    "RuleSet",
    "Span",
    "Way",
]
