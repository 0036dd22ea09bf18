"""What goes into the protection of a set of counts and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Keys = NDArray[np.uint64]
Real = NDArray[np.float64]

LEAST = 3
"""The smallest count that is published; below it only 0."""


@dataclass(frozen=True)
class Cells:
    """The rows of a set of tables: row `i` is a part of row `parents[i]`, or of nothing (-1). `counts` are the true
    numbers of people, `keys` what their noise is drawn by."""

    parents: Whole
    counts: Whole
    keys: Keys


@dataclass(frozen=True)
class Noise:
    """The table of perturbation: row `n` for a true count of n, the last row for all greater ones. In column `j` stands
    the chance that `j - bound` is added."""

    variance: float
    bound: int
    chances: Real

    @property
    def last(self) -> int:
        """The count whose row holds for all greater ones."""
        return len(self.chances) - 1

    @property
    def added(self) -> Whole:
        """What the columns add."""
        return np.arange(-self.bound, self.bound + 1)

    def biases(self) -> Real:
        """Mean of what is added, by true count."""
        return np.asarray(self.chances @ self.added)

    def variances(self) -> Real:
        """Variance of what is added, by true count."""
        return np.asarray(self.chances @ self.added**2 - self.biases() ** 2)

    def mean_errors(self) -> Real:
        """Mean absolute size of what is added, by true count."""
        return np.asarray(self.chances @ np.abs(self.added))
