"""Keys: of a person from a keyed hash, of a cell from its people and from all the people it was cut out of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from anju.domains.statistics.disclosure.data import Cells, Keys, Whole
from anju.domains.statistics.disclosure.rules.levels import levels, sums

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def person_keys(hashes: Sequence[bytes]) -> Keys:
    """One key a person from their keyed hashes (blind indexes) of at least eight bytes."""
    return np.frombuffer(b"".join(h[:8] for h in hashes), dtype=">u8").astype(np.uint64)


def cells(parents: Whole, rows: Whole, keys: Keys, *, edition: int) -> Cells:
    """Count the people and make the keys of all rows. `rows` names the lowest row of each person, `keys` the key.

    The key of a cell is mixed from the sum of its people's keys and the key of the cell above, at the top from the
    number of the edition: the same people, cut out of the same people at every level, have the same key wherever the
    edition shows them, and one person more or less anywhere above gives another. Two editions need two numbers, so that
    who changes a group is not told by the cells that changed. Raises `ValueError` when the rows are no tree or people
    and keys are not equally many."""
    if len(rows) != len(keys):
        raise ValueError("every person needs one row and one key")
    if len(rows) and not (rows.min() >= 0 and rows.max() < len(parents)):
        raise ValueError("a person is in a row that is not there")
    depth = levels(parents)
    counts = np.bincount(rows, minlength=len(parents)).astype(np.int64)
    totals = sums(rows, keys, len(parents))
    for level in reversed(depth[1:]):
        counts += sums(parents[level], counts[level], len(parents))
        totals += sums(parents[level], totals[level], len(parents))
    out = mixed(totals + mixed(np.array([edition], dtype=np.uint64)))
    for level in depth[1:]:
        out[level] = mixed(totals[level] + mixed(out[parents[level]]))
    return Cells(parents, counts, out)


def mixed(keys: Keys) -> Keys:
    """Every bit of a key spread over all of its bits (splitmix64)."""
    x = keys + _STEP
    x = (x ^ (x >> np.uint64(30))) * _FIRST
    x = (x ^ (x >> np.uint64(27))) * _SECOND
    return np.asarray(x ^ (x >> np.uint64(31)))
