"""Who is eligible for a permit, by which articles, and from which day: whole columns of people at
once, or one person."""

from anju.domains.permits.eligibility.rules.assessing import assess
from anju.domains.permits.eligibility.rules.frames import (
    ASSESSED,
    FACTS,
    PEOPLE,
    city,
    city_of,
    permit_kind,
)

__all__ = ["ASSESSED", "FACTS", "PEOPLE", "assess", "city", "city_of", "permit_kind"]
