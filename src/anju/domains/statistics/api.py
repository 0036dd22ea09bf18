"""What others may call: estimates of how many people there are, and counts that may be published."""

from anju.domains.statistics.counts.data.counts import CountAnswer, DivisionCount
from anju.domains.statistics.counts.queries.counting import school_age_counts
from anju.domains.statistics.coverage.data import Estimate, Fit, Frequencies, Overlap, Remark
from anju.domains.statistics.coverage.rules.estimating import estimate, estimate_from_times
from anju.domains.statistics.coverage.rules.reading import read
from anju.domains.statistics.disclosure.data import Cells, Noise
from anju.domains.statistics.disclosure.rules.balancing import balanced
from anju.domains.statistics.disclosure.rules.keys import cells, person_keys
from anju.domains.statistics.disclosure.rules.noise import noise, perturbed, possible
from anju.domains.statistics.disclosure.rules.publishing import protected
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
    "Cells",
    "CountAnswer",
    "DivisionCount",
    "Estimate",
    "Figure",
    "Fit",
    "Formula",
    "Frequencies",
    "Indicator",
    "Noise",
    "Overlap",
    "Remark",
    "adds_up",
    "balanced",
    "behind",
    "by_part",
    "by_values",
    "cells",
    "estimate",
    "estimate_from_times",
    "figures",
    "figures_area",
    "flow",
    "indicators",
    "list_permission",
    "noise",
    "person_keys",
    "perturbed",
    "possible",
    "protected",
    "read",
    "require_figures",
    "school_age_counts",
    "two_times",
]
