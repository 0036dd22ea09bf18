"""Sums that are kept: adding up, building, comparing."""

from anju.domains.statistics.sums.data.kept import EVER
from anju.domains.statistics.sums.operations.keeping import add_up, build_missing, rebuild
from anju.domains.statistics.sums.queries.kept import differing, kept_days

__all__ = [
    "EVER",
    "add_up",
    "build_missing",
    "differing",
    "kept_days",
    "rebuild",
]
