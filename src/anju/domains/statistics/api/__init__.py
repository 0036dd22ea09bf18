"""Estimates of how many people there are, and counts that may be published: arithmetic that needs no installation.
Indicators and counts of the register are modules of this package."""

from anju.domains.statistics.coverage.data import Estimate, Fit, Frequencies, Overlap, Remark
from anju.domains.statistics.coverage.rules.estimating import estimate, estimate_from_times
from anju.domains.statistics.coverage.rules.reading import read
from anju.domains.statistics.disclosure.data import Cells, Noise
from anju.domains.statistics.disclosure.rules.balancing import balanced
from anju.domains.statistics.disclosure.rules.keys import cells, person_keys
from anju.domains.statistics.disclosure.rules.noise import noise, perturbed, possible
from anju.domains.statistics.disclosure.rules.publishing import protected

__all__ = [
    "Cells",
    "Estimate",
    "Fit",
    "Frequencies",
    "Noise",
    "Overlap",
    "Remark",
    "balanced",
    "cells",
    "estimate",
    "estimate_from_times",
    "noise",
    "person_keys",
    "perturbed",
    "possible",
    "protected",
    "read",
]
