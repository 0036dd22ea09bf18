"""The attack by linear programming on sets of small tables of the same people.

Unknown are the people of each area by age, sex and origin. Every published figure bounds a sum of them: the range of
true counts the noise allows around it. A cell with people is found when its least and its greatest possible number are
the same whole number. Each table is a tree of its own: by sex, by age and sex, by origin, within three areas.
"""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

import numpy as np

SHAPE = (3, 4, 2, 3)
"""Areas, ages, sexes, origins."""
TABLES = ((2,), (1, 2), (3,))
"""The axes below the area, in the order of the tree."""


def programmes(rng: np.random.Generator, sets: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is found in the protected figures, and in true counts of which only 1 and 2 are left out."""
    from anju.domains.statistics.api import noise, possible

    ours, plain = _nothing(), _nothing()
    begun = time.perf_counter()
    for _ in range(sets):
        people = rng.poisson(rng.gamma(0.6, 4.0, size=SHAPE))
        members, counts, figures = published(rng, people)
        true = members @ people.ravel()
        assert (true == counts).all()
        low, high = possible(figures, noise())
        _attack(ours, members, (low, high), true)
        hidden = np.isin(true, (1, 2))
        _attack(plain, members, (np.where(hidden, 1, true), np.where(hidden, 2, true)), true)
    ours["seconds"] = round(time.perf_counter() - begun, 1)
    return ours, plain


def _nothing() -> dict[str, Any]:
    return {"sets": 0, "without_solution": 0, "cells": 0, "cells_found": 0, "of_1_or_2_found": 0}


def published(rng: np.random.Generator, people: Any) -> tuple[Any, Any, Any]:
    """The unknowns that each row of the three trees holds, its count, its figure."""
    from anju.domains.statistics.api import cells, protected

    index = np.stack([x.ravel() for x in np.indices(SHAPE)])
    parents: list[int] = []
    members: list[Any] = []
    lowest = []
    for axes in TABLES:
        parents.append(-1)
        members.append(np.ones(people.size, dtype=bool))
        at = np.full(people.size, len(parents) - 1)
        for axis in (0, *axes):
            below = at.copy()
            for row in np.unique(at):
                for value in range(SHAPE[axis]):
                    inside = (at == row) & (index[axis] == value)
                    parents.append(int(row))
                    members.append(inside)
                    below[inside] = len(parents) - 1
            at = below
        lowest.append(at)
    everybody = np.repeat(np.arange(people.size), people.ravel())
    keys = rng.integers(0, 2**64, size=len(everybody), dtype=np.uint64)
    tree = np.array(parents)
    rows = [cells(tree, at[everybody], keys, edition=1) for at in lowest]
    figures = np.zeros(len(tree), dtype=np.int64)
    counts = np.zeros(len(tree), dtype=np.int64)
    for made in rows:
        # Each table is one tree of the forest; the rows of the others are empty in it.
        counts += made.counts
        figures += protected(made)
    return np.array(members, dtype=float), counts, figures


def _attack(found: dict[str, Any], members: Any, limits: tuple[Any, Any], true: Any) -> None:
    linprog = import_module("scipy.optimize").linprog
    sums = np.vstack([members, -members])
    bounds = np.r_[limits[1], -limits[0]].astype(float)
    cells = [row for row in range(len(members)) if true[row] > 0]
    found["sets"] += 1
    for row in cells:
        ends = [
            linprog(sign * members[row], A_ub=sums, b_ub=bounds, method="highs") for sign in (1, -1)
        ]
        if any(end.status == 2 for end in ends):
            found["without_solution"] += 1
            return
        assert all(end.status == 0 for end in ends)
        least, most = np.ceil(ends[0].fun - 1e-6), np.floor(-ends[1].fun + 1e-6)
        found["cells"] += 1
        if least == most:
            found["cells_found"] += 1
            found["of_1_or_2_found"] += int(true[row] in (1, 2))
