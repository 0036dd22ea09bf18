"""Learning the weights without labels: expectation-maximisation over counted patterns of agreement.

Three kinds of pairs are distinguished: one person twice, two people by chance, two people of one household (who share
much by nature: surname, address, phone; twins the birth date too). How often people agree by chance is measured on
random pairs and held; what is learnt stays near what is expected while there is little to learn from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.data import LevelWeight, Parameters
from anju.domains.linkage.rules.comparisons import Comparison

Floats = NDArray[np.float64]
STEPS = 40
TRUST = 40.0
"""So many pairs' worth the expectations count."""
RELATED = 0.3
"""Pairs of relatives a record, before anything was learnt."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct patterns of agreement: `levels` (pattern x fact, -1: nothing said), how many blocked pairs have each,
    whether they may be one person at all, and the number of all pairs of either kind."""

    levels: NDArray[np.int8]
    counts: Floats
    possible: NDArray[np.bool_]
    all_possible: float
    all_impossible: float
    records: int


def train(
    comparisons: Sequence[Comparison],
    patterns: Patterns,
    chance: Mapping[str, Sequence[float | None]],
) -> Parameters:
    """The weights. `chance`: per fact, how often random pairs reach each level (None: never seen)."""
    total = max(patterns.all_possible + patterns.all_impossible, 1.0)
    measured = [_measured(c, n, patterns, chance[c.name], total) for n, c in enumerate(comparisons)]
    m = [_whole(np.array([x.matches for x in c.levels])) for c in comparisons]
    f = [_whole(np.array([x.relatives for x in c.levels])) for c in comparisons]
    u = [p.copy() for p in measured]
    matches = min(0.5, 0.5 * patterns.records / max(patterns.all_possible, 1.0))
    relatives = min(0.2, RELATED * patterns.records / total)
    for _ in range(STEPS):
        is_match, is_related = _shares(patterns, m, u, f, matches, relatives)
        found = float(is_match @ patterns.counts)
        matches = min(0.9, max(found, 0.01) / max(patterns.all_possible, 1.0))
        relatives = min(0.5, (float(is_related @ patterns.counts) + 0.1) / total)
        for n, comparison in enumerate(comparisons):
            m[n] = _learnt(
                comparison, n, patterns, is_match, [x.matches for x in comparison.levels]
            )
            f[n] = _learnt_of_relatives(comparison, n, patterns, is_related)
            share = found / total
            u[n] = _whole(
                np.maximum(measured[n] - share * m[n], measured[n] * 1e-3).clip(0.3 / total)
            )
    return _parameters(comparisons, m, u, f, matches, relatives)


def _whole(values: Floats) -> Floats:
    return np.asarray(values / values.sum())


def _measured(
    comparison: Comparison,
    place: int,
    patterns: Patterns,
    chance: Sequence[float | None],
    total: float,
) -> Floats:
    """How often all pairs reach each level: as sampled, but at least as often as among the pairs that were blocked."""
    column = patterns.levels[:, place]
    counted = np.array(
        [patterns.counts[column == k].sum() for k in range(len(comparison.levels))], dtype=float
    )
    sampled = np.array([x or 0.0 for x in chance], dtype=float)
    often = np.maximum(sampled, counted / total)
    return np.asarray(np.maximum(often, 0.3 / total))


def _log_odds(levels: NDArray[np.int8], tables: Sequence[Floats]) -> Floats:
    found = np.zeros(len(levels))
    for n, table in enumerate(tables):
        found += np.append(np.log(table), 0.0)[levels[:, n]]
    return found


def _shares(
    patterns: Patterns,
    m: Sequence[Floats],
    u: Sequence[Floats],
    f: Sequence[Floats],
    matches: float,
    relatives: float,
) -> tuple[Floats, Floats]:
    """Of each pattern, the share that is one person and the share that is relatives."""
    chance = _log_odds(patterns.levels, u) + np.log(max(1 - matches - relatives, 1e-12))
    one = np.where(
        patterns.possible, _log_odds(patterns.levels, m) + np.log(max(matches, 1e-300)), -np.inf
    )
    kin = _log_odds(patterns.levels, f) + np.log(max(relatives, 1e-300))
    top = np.maximum(np.maximum(one, kin), chance)
    parts = np.exp(one - top), np.exp(kin - top), np.exp(chance - top)
    whole = parts[0] + parts[1] + parts[2]
    return parts[0] / whole, parts[1] / whole


def _learnt(
    comparison: Comparison, place: int, patterns: Patterns, share: Floats, expected: Sequence[float]
) -> Floats:
    column = patterns.levels[:, place]
    weight = share * patterns.counts
    counted = np.array([weight[column == k].sum() for k in range(len(comparison.levels))])
    return _whole(counted + TRUST * _whole(np.array(expected)))


def _learnt_of_relatives(
    comparison: Comparison, place: int, patterns: Patterns, share: Floats
) -> Floats:
    expected = _whole(np.array([x.relatives for x in comparison.levels]))
    learnt = _learnt(comparison, place, patterns, share, list(expected))
    fixed = np.array([x.fixed for x in comparison.levels])
    free = learnt[~fixed].sum()
    if free <= 0:
        return expected
    return np.where(fixed, expected, learnt * (1 - expected[fixed].sum()) / free)


def _parameters(
    comparisons: Sequence[Comparison],
    m: Sequence[Floats],
    u: Sequence[Floats],
    f: Sequence[Floats],
    matches: float,
    relatives: float,
) -> Parameters:
    return Parameters(
        {
            c.name: tuple(
                LevelWeight(x.name, float(m[n][k]), float(u[n][k]), float(f[n][k]), x.rare)
                for k, x in enumerate(c.levels)
            )
            for n, c in enumerate(comparisons)
        },
        float(matches),
        float(relatives),
    )
