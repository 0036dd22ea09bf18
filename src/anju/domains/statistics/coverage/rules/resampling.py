"""The interval: the city is drawn again and again, and each time the models are weighed anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anju.domains.statistics.coverage.rules.choosing import weights
from anju.domains.statistics.coverage.rules.loglinear import Model, Numbers, design, fit


def redraw(counts: Numbers, total: float, times: int, seed: int) -> Numbers:
    """Tables of cities of the estimated size in which everybody falls into a pattern as people did here."""
    rng = np.random.default_rng(seed)
    seen = counts.sum()
    drawn = rng.binomial(max(round(total), int(seen)), seen / max(total, seen), size=times)
    return rng.multinomial(drawn, counts / seen).astype(float)


def replicate(
    models: list[Model],
    patterns: NDArray[np.int64],
    counts: Numbers,
    tables: Numbers,
    inflation: float,
) -> tuple[Numbers, Numbers]:
    """The number of people by each model in each table, and the weight the model has there."""
    totals, criteria = [], []
    for model in models:
        matrix = design(model, patterns)
        start = fit(matrix, counts[None, :]).coefficients[0]
        found = fit(matrix, tables, start)
        totals.append(tables.sum(axis=1) + found.missing)
        criteria.append(-2 * found.log_likelihood / inflation + 2 * matrix.shape[1])
    return np.column_stack(totals), weights(np.column_stack(criteria))


def choices(totals: Numbers, weight: Numbers, seed: int) -> Numbers:
    """In each table one model is chosen with the chance of its weight."""
    rng = np.random.default_rng(seed + 1)
    steps = weight.cumsum(axis=1)
    picked = (rng.random(len(weight))[:, None] > steps).sum(axis=1).clip(0, weight.shape[1] - 1)
    return np.asarray(totals[np.arange(len(totals)), picked])
