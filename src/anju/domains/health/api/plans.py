"""Health plans of women around a birth and of children up to six: what others may call."""

from anju.domains.health.plans.data import (
    Anchors,
    Contact,
    Dating,
    Due,
    Kind,
    Offset,
    Stand,
    Standard,
    Urgency,
)
from anju.domains.health.plans.queries.standards import offset, standard_on, standards
from anju.domains.health.plans.rules.dating import age_of, expected, first_day
from anju.domains.health.plans.rules.dues import agenda, dues, without

__all__ = [
    "Anchors",
    "Contact",
    "Dating",
    "Due",
    "Kind",
    "Offset",
    "Stand",
    "Standard",
    "Urgency",
    "age_of",
    "agenda",
    "dues",
    "expected",
    "first_day",
    "offset",
    "standard_on",
    "standards",
    "without",
]
