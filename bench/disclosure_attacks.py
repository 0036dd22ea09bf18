"""Attacks on published counts: by the difference of two sets that one person tells apart, and by linear programming.

Written from what an outsider has: the published figures, the method and its table of noise, without the keys. Nothing
here reads how sums were made whole: that the figures may have been moved only widens what remains possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass
class Pairs:
    """Families of counts (a total and its parts), each with somebody (`with_`) and without (`without`): published
    figures, one row a pair; `value` is the part that the person is in."""

    with_: Any
    without: Any
    value: Any


def pairs(rng: np.random.Generator, number: int, parts: int, *, most: int) -> Any:
    """True counts of the parts without the person, mostly small, and the part the person is in."""
    mean = np.exp(rng.uniform(np.log(0.3), np.log(most), size=(number, 1)))
    shares = rng.dirichlet(np.full(parts, 0.7), size=number)
    return rng.poisson(mean * shares), rng.integers(0, parts, size=number)


def published(rng: np.random.Generator, counts: Any, value: Any) -> Pairs:
    """Both sets by the method under attack: every person has one key, the same in both; of one edition, which is the
    worst case."""
    from anju.domains.statistics.api import Cells, cells, protected

    number, parts = counts.shape
    roots = np.arange(number)
    parents = np.r_[np.full(number, -1), np.repeat(roots, parts)]
    rows = number + np.repeat(np.arange(number * parts), counts.ravel())
    keys = rng.integers(0, 2**64, size=len(rows), dtype=np.uint64)
    ours = number + roots * parts + value
    more = rng.integers(0, 2**64, size=number, dtype=np.uint64)

    def figures(made: Cells) -> Any:
        return protected(made)[number:].reshape(number, parts)

    return Pairs(
        figures(cells(parents, np.r_[rows, ours], np.r_[keys, more], edition=1)),
        figures(cells(parents, rows, keys, edition=1)),
        value,
    )


def remaining(found: Pairs) -> Any:
    """For each pair and part: can the person have been in that part? Yes where true counts exist from which both sets
    of figures can have come without any change for the sake of sums, totals included; there may be more."""
    from anju.domains.statistics.api import noise, possible

    def limits(figures: Any) -> tuple[Any, Any]:
        low, high = possible(figures.ravel(), noise())
        return low.reshape(figures.shape), high.reshape(figures.shape)

    (low, high), (low_, high_) = limits(found.with_), limits(found.without)
    (total, total_most), (before, before_most) = (
        limits(found.with_.sum(axis=1)),
        limits(found.without.sum(axis=1)),
    )
    whole = np.maximum(total, before + 1), np.minimum(total_most, before_most + 1)
    same = np.maximum(low, low_), np.minimum(high, high_)
    out = np.zeros(found.with_.shape, dtype=bool)
    for part in range(out.shape[1]):
        least, most = same[0].copy(), same[1].copy()
        least[:, part] = np.maximum(np.maximum(low[:, part], low_[:, part] + 1), 1)
        most[:, part] = np.minimum(high[:, part], high_[:, part] + 1)
        out[:, part] = (
            (least <= most).all(axis=1)
            & (whole[0] <= whole[1])
            & (np.maximum(least.sum(axis=1), whole[0]) <= np.minimum(most.sum(axis=1), whole[1]))
        )
    return out


def recovered(found: Pairs) -> Any:
    """Pairs in which it is not shown that at least two parts remain possible."""
    return remaining(found).sum(axis=1) < 2


def guessed(found: Pairs, rng: np.random.Generator) -> float:
    """Share of pairs in which the part with the greatest difference is the person's, ties broken by lot."""
    apart = (found.with_ - found.without) + rng.random(found.with_.shape) / 2
    return float((apart.argmax(axis=1) == found.value).mean())


def only_change(found: Pairs) -> Any:
    """Pairs in which one part alone differs and is the person's: enough where an unchanged cell keeps its figure."""
    apart = found.with_ != found.without
    return (apart.sum(axis=1) == 1) & (apart.argmax(axis=1) == found.value)
