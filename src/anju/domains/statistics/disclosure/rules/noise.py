"""The table of perturbation and its use.

Of all distributions over the figures that may be published for a true count (0, and 3 and more, at most `bound` away)
with the mean 0 and the given variance, the one of maximum entropy: what is added is as uncertain as it can be. A count
of 0 stays 0. The mean is exactly 0 for every count; for counts of 1 and 2 no unbiased noise has a variance below 2.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from anju.domains.statistics.disclosure.data import LEAST, Keys, Noise, Real, Whole

VARIANCE, BOUND = 2.25, 10
REACHED = 2.0**-53
"""The step of the draw; what is less likely does not occur."""


@lru_cache(maxsize=8)
def noise(variance: float = VARIANCE, bound: int = BOUND) -> Noise:
    """The table. Raises `ValueError` where no distribution has that variance within that bound."""
    if variance <= 2 or bound < LEAST or variance > bound * bound / 4:
        raise ValueError("no unbiased noise has this variance within this bound")
    rows = [_row(n, variance, bound) for n in range(bound + LEAST + 1)]
    return Noise(variance, bound, np.array(rows))


def perturbed(counts: Whole, keys: Keys, table: Noise) -> Whole:
    """What is published for each count alone, drawn by its key: 0, or 3 and more."""
    row = np.minimum(counts, table.last)
    edges = table.chances.cumsum(axis=1)
    edges[:, -1] = 1.0
    drawn = (keys >> np.uint64(11)).astype(np.float64) * REACHED
    column = np.zeros(len(counts), dtype=np.int64)
    for j in range(edges.shape[1] - 1):
        column += drawn >= edges[row, j]
    return np.asarray(np.where(counts > 0, counts + column - table.bound, 0))


def possible(figures: Whole, table: Noise) -> tuple[Whole, Whole]:
    """The ends of an unbroken range of true counts around each figure, from every one of which it can have come, before
    sums were made whole."""
    can = table.chances >= REACHED
    ends = [_origins(f, can, table) for f in range(table.last + table.bound + 1)]
    near = np.minimum(figures, len(ends) - 1)
    least, greatest = np.array(ends).T
    beyond = figures - near
    return least[near] + beyond, greatest[near] + beyond


def _origins(figure: int, can: NDArray[np.bool_], table: Noise) -> tuple[int, int]:
    def may(count: int) -> bool:
        added = figure - count
        return abs(added) <= table.bound and bool(can[min(count, table.last), added + table.bound])

    low = high = figure
    while low > 0 and may(low - 1):
        low -= 1
    while may(high + 1):
        high += 1
    return low, high


def _row(count: int, variance: float, bound: int) -> Real:
    added = np.arange(-bound, bound + 1)
    out = np.zeros(len(added))
    if count == 0:
        out[bound] = 1.0
        return out
    figure = count + added
    may = (figure == 0) | (figure >= LEAST)
    out[may] = _most_uncertain(added[may].astype(float), variance)
    return out


def _most_uncertain(values: Real, variance: float) -> Real:
    """Chances of maximum entropy with mean 0 and this variance: exp(a·v + b·v²), found by Newton's method on the convex
    dual, halved while it would not get nearer."""
    powers = np.stack([values, values**2])
    goal = np.array([0.0, variance])
    at = np.array([0.0, -0.5 / variance])

    def dual(x: Real) -> float:
        exponent = x @ powers
        top = exponent.max()
        return float(top + np.log(np.exp(exponent - top).sum()) - x @ goal)

    for _ in range(200):
        exponent = at @ powers
        chances = np.exp(exponent - exponent.max())
        chances /= chances.sum()
        slope = powers @ chances - goal
        if np.abs(slope).max() < 1e-12:
            break
        curve = (powers * chances) @ powers.T - np.outer(powers @ chances, powers @ chances)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > 1e-6 and dual(at - size * step) > dual(at) + 1e-14:
            size /= 2
        at = at - size * step
    return np.asarray(chances)
