"""Figures below one another made whole: children sum to their parent, none is 1 or 2, with the smallest changes.

From the top down, all parents of a level at once. A parent's figure stands; its children are raised or lowered by one
each in an order that their keys give, then opened (0 to 3) or closed (3 to 0) where that saves second steps, then moved
further. What nobody is in stays 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anju.domains.statistics.disclosure.data import LEAST, Cells, Whole
from anju.domains.statistics.disclosure.rules.keys import mixed
from anju.domains.statistics.disclosure.rules.levels import levels

Marks = NDArray[np.bool_]


def balanced(figures: Whole, cells: Cells) -> Whole:
    """The figures with sums that hold in every row that has rows below it. The top rows stay as they are.

    Every figure must be 0 or at least 3, and 0 where the count is 0."""
    out = figures.copy()
    for level in levels(cells.parents)[1:]:
        order = level[np.lexsort((mixed(mixed(cells.keys[level])), cells.parents[level]))]
        out[order] = _families(
            out[order], cells.counts[order] > 0, cells.parents[order], out[cells.parents[order]]
        )
    return out


@dataclass
class _Families:
    """Children in the order of their families; `wanted` is their first figure, `now` what it has become."""

    wanted: Whole
    now: Whole
    peopled: Marks
    family: Whole
    starts: Whole
    gaps: Whole

    def move(self, who: Marks, amount: int) -> None:
        """Add the amount to the first of those marked in each family, as many as its gap has room for."""
        room = self.gaps // amount
        ranks = who.cumsum() - who
        rank = ranks - ranks[self.starts][self.family]
        chosen = who & (rank < room[self.family])
        self.now[chosen] += amount
        self.gaps -= amount * np.bincount(self.family[chosen], minlength=len(self.gaps))

    @property
    def rising(self) -> Marks:
        return np.asarray((self.gaps > 0)[self.family])

    @property
    def falling(self) -> Marks:
        return np.asarray((self.gaps < 0)[self.family])


def _families(figures: Whole, peopled: Marks, parents: Whole, above: Whole) -> Whole:
    """The figures of the children of one level, sorted by family."""
    starts = np.flatnonzero(np.r_[True, parents[1:] != parents[:-1]])
    family = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(parents)]))
    gaps = above[starts] - np.add.reduceat(figures, starts)
    out = figures.copy()
    while (open_ := np.flatnonzero(gaps)).size:
        # Only families whose sums do not hold are gone through again.
        member = np.isin(family, open_)
        short = np.searchsorted(open_, family[member])
        part = _Families(
            figures[member],
            out[member],
            peopled[member],
            short,
            np.flatnonzero(np.r_[True, short[1:] != short[:-1]]),
            gaps[open_],
        )
        _raise(part)
        _lower(part)
        out[member] = part.now
        gaps[open_] = part.gaps
    return out


def _raise(part: _Families) -> None:
    for _ in range(LEAST - 1):
        part.move(part.rising & (part.now >= LEAST) & (part.now < part.wanted), 1)
    part.move(part.rising & (part.now >= LEAST) & (part.now == part.wanted), 1)
    part.move(part.rising & (part.now == 0) & (part.wanted == 0) & part.peopled, LEAST)
    part.move(part.rising & (part.now >= LEAST), 1)


def _lower(part: _Families) -> None:
    part.move(part.falling & (part.now > LEAST) & (part.now == part.wanted), -1)
    part.move(part.falling & (part.now == LEAST) & (part.wanted == LEAST), -LEAST)
    part.move(part.falling & (part.now == LEAST), -LEAST)
    part.move(part.falling & (part.now > LEAST), -1)
    _close_one(part)


def _close_one(part: _Families) -> None:
    """Where 1 or 2 are too many and every child is 0 or 3: close the one that wanted least and raise the rest again."""
    most = np.maximum.reduceat(part.now, part.starts)
    stuck = (part.gaps < 0) & (part.gaps > -LEAST) & (most == LEAST)
    if not stuck.any():
        return
    wanted = np.where(part.now == LEAST, part.wanted, np.iinfo(np.int64).max)
    least = np.minimum.reduceat(wanted, part.starts)
    who = np.flatnonzero(stuck[part.family] & (wanted == least[part.family]))
    families, first = np.unique(part.family[who], return_index=True)
    part.now[who[first]] = 0
    part.gaps[families] += LEAST
