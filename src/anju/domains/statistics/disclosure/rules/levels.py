"""The levels of a tree of rows, from the top down, and sums over the rows below."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from anju.domains.statistics.disclosure.data import Whole

Number = TypeVar("Number", np.int64, np.uint64)


def levels(parents: Whole) -> list[Whole]:
    """The rows of each level, the top first. Raises `ValueError` when a row is below itself or below none that is
    there."""
    count = len(parents)
    if count and not (parents.min() >= -1 and parents.max() < count):
        raise ValueError("a row is a part of one that is not there")
    depth = np.where(parents < 0, 0, -1)
    out = [np.flatnonzero(parents < 0)]
    waiting = np.flatnonzero(parents >= 0)
    while len(waiting):
        ready = depth[parents[waiting]] >= 0
        if not ready.any():
            raise ValueError("a row is a part of itself")
        depth[waiting[ready]] = len(out)
        out.append(waiting[ready])
        waiting = waiting[~ready]
    return out


def sums(places: Whole, values: NDArray[Number], size: int) -> NDArray[Number]:
    """Sum of the values by place; 64-bit numbers wrap around."""
    out = np.zeros(size, dtype=values.dtype)
    np.add.at(out, places, values)
    return out
