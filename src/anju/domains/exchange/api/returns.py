"""What upper levels send back, compared with ours."""

from anju.domains.exchange.returns.data.returns import (
    DECISIONS,
    FIELDS,
    MOST_BYTES,
    ComparisonView,
    DifferenceView,
)
from anju.domains.exchange.returns.operations.returning import (
    close_difference,
    compare_returned,
    comparisons,
    differences,
)

__all__ = [
    "DECISIONS",
    "FIELDS",
    "MOST_BYTES",
    "ComparisonView",
    "DifferenceView",
    "close_difference",
    "compare_returned",
    "comparisons",
    "differences",
]
