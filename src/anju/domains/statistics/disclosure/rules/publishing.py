"""From people to the figures that may be published."""

from __future__ import annotations

from anju.domains.statistics.disclosure.data import Cells, Noise, Whole
from anju.domains.statistics.disclosure.rules.balancing import balanced
from anju.domains.statistics.disclosure.rules.noise import noise, perturbed


def protected(cells: Cells, table: Noise | None = None) -> Whole:
    """The figure to publish for each row: its count with noise drawn by its key, children summing to parents, none of
    them 1 or 2, and 0 where nobody is."""
    table = table or noise()
    return balanced(perturbed(cells.counts, cells.keys, table), cells)
