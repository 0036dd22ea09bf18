"""Indicators of an area, their parts and values, and the list behind each."""

from anju.domains.statistics.indicators.data.registry import TOPICS, Formula, Indicator, indicators
from anju.domains.statistics.indicators.queries.figures import (
    Behind,
    Figure,
    adds_up,
    behind,
    by_part,
    by_values,
    figures,
    figures_area,
    flow,
    list_permission,
    require_figures,
    two_times,
)

__all__ = [
    "TOPICS",
    "Behind",
    "Figure",
    "Formula",
    "Indicator",
    "adds_up",
    "behind",
    "by_part",
    "by_values",
    "figures",
    "figures_area",
    "flow",
    "indicators",
    "list_permission",
    "require_figures",
    "two_times",
]
