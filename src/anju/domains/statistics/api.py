"""What others may call: estimates of how many people there are."""

from anju.domains.statistics.coverage.data import Estimate, Fit, Frequencies, Overlap, Remark
from anju.domains.statistics.coverage.rules.estimating import estimate, estimate_from_times
from anju.domains.statistics.coverage.rules.reading import read

__all__ = [
    "Estimate",
    "Fit",
    "Frequencies",
    "Overlap",
    "Remark",
    "estimate",
    "estimate_from_times",
    "read",
]
