"""How right a linkage is, where the truth is known: by pairs and by groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """Right, found and true ones, and what follows from them; 1 where there is nothing to find and nothing was
    found."""

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        """Of those found, the share that is right."""
        return self.right / self.found if self.found else float(not self.true)

    @property
    def recall(self) -> float:
        """Of the true ones, the share that was found."""
        return self.right / self.true if self.true else float(not self.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def by_pairs(
    groups: Sequence[int], truth: Sequence[str | None], side: Sequence[int] | None = None
) -> Measure:
    """Pairs of records; with `side`, only those of two sides. Records without a truth are left out."""
    known = [n for n, t in enumerate(truth) if t is not None]
    found: Counter[Hashable] = Counter(groups[n] for n in known)
    true: Counter[Hashable] = Counter(truth[n] for n in known)
    right: Counter[Hashable] = Counter((groups[n], truth[n]) for n in known)
    counted = [_pairs(right), _pairs(found), _pairs(true)]
    if side is not None:
        for place, key in enumerate(
            (
                lambda n: (groups[n], truth[n], side[n]),
                lambda n: (groups[n], side[n]),
                lambda n: (truth[n], side[n]),
            )
        ):
            counted[place] -= _pairs(Counter(key(n) for n in known))
    return Measure(*counted)


def by_groups(groups: Sequence[int], truth: Sequence[str | None]) -> Measure:
    """Groups of two records and more that are exactly those of the truth."""
    known = [n for n, t in enumerate(truth) if t is not None]
    found, true = defaultdict(list), defaultdict(list)
    for n in known:
        found[groups[n]].append(n)
        true[truth[n]].append(n)
    mine = {tuple(v) for v in found.values() if len(v) > 1}
    theirs = {tuple(v) for v in true.values() if len(v) > 1}
    return Measure(len(mine & theirs), len(mine), len(theirs))
