"""Which models are tried, and how much each of them counts."""

from __future__ import annotations

from itertools import combinations
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from anju.domains.statistics.coverage.data import Fit
from anju.domains.statistics.coverage.rules.loglinear import (
    HETEROGENEITY,
    Model,
    Numbers,
    design,
    estimable,
    fit,
    pairs,
    standard_error,
)

WHOLE_SEARCH = 4
"""Up to so many lists every model with dependent pairs is tried; with more, the best ones are extended step by step."""
BEAM = 3


def candidates(lists: int) -> list[Model]:
    """Every set of dependent pairs, also with people who differ, up to `WHOLE_SEARCH` lists."""
    every = pairs(lists)
    sets = [c for size in range(len(every) + 1) for c in combinations(every, size)]
    varied = [Model(c, h) for h in HETEROGENEITY for c in sets if len(c) <= 1]
    return [Model(c) for c in sets] + (varied if lists > 2 else [])


def search(
    patterns: NDArray[np.int64], counts: Numbers
) -> tuple[list[tuple[Model, Fit]], list[Model]]:
    """Models with their fits, and those that the counts do not settle."""
    lists = patterns.shape[1]
    if lists <= WHOLE_SEARCH:
        return _fits(candidates(lists), patterns, counts)
    found, failed = _fits([Model()] + [Model((), h) for h in HETEROGENEITY], patterns, counts)
    tried = {m for m, _ in found} | set(failed)
    front = [m for m, _ in found]
    while front:
        fresh = {
            Model(tuple(sorted((*m.groups, p))), m.heterogeneity)
            for m in front
            for p in pairs(lists)
            if p not in m.groups
        } - tried
        before = min(f.bic for _, f in found)
        more, less = _fits(sorted(fresh, key=lambda m: m.short()), patterns, counts)
        tried |= fresh
        found, failed = found + more, failed + less
        more.sort(key=lambda one: one[1].bic)
        front = [m for m, f in more[:BEAM] if f.bic < before]
    return found, failed


def _fits(
    models: list[Model], patterns: NDArray[np.int64], counts: Numbers
) -> tuple[list[tuple[Model, Fit]], list[Model]]:
    found, failed = [], []
    for model in models:
        if design(model, patterns).shape[1] > len(patterns) or not estimable(
            model, patterns, counts
        ):
            failed.append(model)
        else:
            found.append((model, fitted(model, patterns, counts)))
    return found, failed


def fitted(model: Model, patterns: NDArray[np.int64], counts: Numbers) -> Fit:
    """One model: its number of people and how well it fits."""
    matrix = design(model, patterns)
    one = fit(matrix, counts[None, :])
    seen, missing, expected = float(counts.sum()), float(one.missing[0]), one.expected[0]
    positive = counts > 0
    likelihood = float(one.log_likelihood[0] - log_factorials(counts).sum())
    ratio = np.log(counts[positive] / expected[positive])
    deviance = 2 * float((counts[positive] * ratio).sum() - seen + expected.sum())
    size = matrix.shape[1]
    return Fit(
        name=model.short(),
        terms=(),
        total=seen + missing,
        standard_error=standard_error(matrix, expected, missing),
        deviance=max(deviance, 0.0),
        freedom=len(patterns) - size,
        aic=-2 * likelihood + 2 * size,
        bic=-2 * likelihood + size * float(np.log(seen)),
    )


def log_factorials(counts: Numbers) -> Numbers:
    """ln n! of each count."""
    return np.array([lgamma(n + 1) for n in counts])


def weights(criterion: Numbers) -> Numbers:
    """Akaike's: exp(-Δ/2), over the last axis, summing to one."""
    raw = np.exp(-(criterion - criterion.min(axis=-1, keepdims=True)) / 2)
    return np.asarray(raw / raw.sum(axis=-1, keepdims=True))
