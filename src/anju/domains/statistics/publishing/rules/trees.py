"""The rows of a published table as a tree, and the figures of all its rows. No tables, no clock.

Every row that could have people is there, whether it has any or not: that a row is missing would say that nobody is in
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from anju.domains.statistics.disclosure.data import Keys
from anju.domains.statistics.disclosure.rules.keys import cells
from anju.domains.statistics.disclosure.rules.publishing import protected

Key = tuple[str, ...]
"""A division (prefix), then groups of the groupings below it."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The rows of a table: `parents[i]` is the row that row i is a part of, -1 of none."""

    keys: tuple[Key, ...]
    parents: tuple[int, ...]


def tree_of(region: str, divisions: Mapping[str, str], axes: Sequence[Sequence[str]]) -> Tree:
    """The region, its divisions (prefix → the one it lies in), and below each of the lowest the groups of every axis,
    one inside the other."""
    keys: list[Key] = [(region,)]
    parents = [-1]
    at: dict[Key, int] = {(region,): 0}

    def add(key: Key, parent: Key) -> None:
        at[key] = len(keys)
        keys.append(key)
        parents.append(at[parent])

    for division in sorted(divisions, key=lambda d: (len(d), d)):
        add((division,), (divisions[division],))
    above = set(divisions.values())
    level = [key for key in keys if key[0] not in above]
    for axis in axes:
        below = [(*key, group) for key in level for group in axis]
        for key in below:
            add(key, key[:-1])
        level = below
    return Tree(tuple(keys), tuple(parents))


def figures(
    tree: Tree, people: Sequence[Key], keys: Keys, *, edition: int
) -> tuple[list[int], list[int]]:
    """(What is published for each row, how many there are) of people given by their lowest row and their key."""
    at = {key: n for n, key in enumerate(tree.keys)}
    rows = np.array([at[key] for key in people], dtype=np.int64)
    made = cells(np.array(tree.parents, dtype=np.int64), rows, keys, edition=edition)
    return protected(made).tolist(), made.counts.tolist()


def edition_number(region: str, year: int, quarter: int) -> int:
    """A number of its own for each edition."""
    return (year * 4 + quarter) * 10**9 + int(region.ljust(9, "0")[:9] or 0)
