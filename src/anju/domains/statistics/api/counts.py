"""Counts of the register that may be given to others."""

from anju.domains.statistics.counts.data.counts import CountAnswer, DivisionCount
from anju.domains.statistics.counts.queries.counting import school_age_counts

__all__ = [
    "CountAnswer",
    "DivisionCount",
    "school_age_counts",
]
