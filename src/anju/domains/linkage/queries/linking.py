"""One or two files of records: what belongs together, without labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.data import Field, Parameters, Reading, Role
from anju.domains.linkage.queries.pairs import Pairs, find_pairs
from anju.domains.linkage.rules.clusters import frequencies, group, probability, weigh
from anju.domains.linkage.rules.comparisons import Comparison, comparison_of, derive
from anju.domains.linkage.rules.training import Patterns, train

Table = Mapping[str, Sequence[str | None]]
THRESHOLD = 0.5
"""A pair counts as one person from this probability on."""
SURE, ONCE = 0.99, 0.05
"""No file holds a person twice when, with weights learnt as if none did, the sure pairs inside the files are fewer
than this share of those between them."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Records (those of the left file first) with the group of each; the pairs with their probabilities; the
    parameters. `once`: no file holds a person twice, so that groups have at most one record a file."""

    groups: list[int]
    side: list[int]
    comparisons: list[Comparison]
    columns: dict[str, list[str | None]]
    pairs: Pairs
    weights: NDArray[np.float64]
    parameters: Parameters
    once: bool
    threshold: float


def records_of(
    left: Table, right: Table | None, fields: Sequence[Field]
) -> tuple[dict[str, list[str | None]], list[int]]:
    """The compared columns of all records, and which file each is from."""
    columns: dict[str, list[str | None]] = {}
    sizes = [_height(left), _height(right) if right is not None else 0]
    for field in fields:
        one = derive(field, _joined(left, field.left, sizes[0]))
        other = derive(field, _joined(right, field.right, sizes[1])) if right is not None else {}
        columns |= {name: values + other.get(name, []) for name, values in one.items()}
    return columns, [0] * sizes[0] + [1] * sizes[1]


def _height(table: Table) -> int:
    return len(next(iter(table.values()), ()))


def _joined(table: Table, titles: Sequence[str], size: int) -> list[str | None]:
    if len(titles) == 1:
        return list(table[titles[0]])
    parts = [table[t] for t in titles]
    return [" ".join(filter(None, (p[n] for p in parts))) or None for n in range(size)]


def link(
    left: Table,
    right: Table | None,
    reading: Reading,
    *,
    threshold: float = THRESHOLD,
    separate: Iterable[tuple[int, int]] = (),
    on_disk: bool = True,
) -> Linked:
    """Compare, learn, weigh, group. `separate`: records (by their place, those of the right file after the left) that
    are known to be two people. `on_disk` as in `find_pairs`."""
    columns, side = records_of(left, right, reading.fields)
    comparisons = [comparison_of(f, reading.fields) for f in reading.fields]
    pairs = find_pairs(columns, comparisons, on_disk=on_disk)
    sides = np.array(side, dtype=np.int8)
    across = sides[pairs.one] != sides[pairs.other] if len(pairs.one) else np.zeros(0, dtype=bool)
    counts = [side.count(0), side.count(1)]
    everything = np.ones(len(pairs.one), dtype=bool)
    often = _frequencies(comparisons, columns, pairs)
    once = right is not None
    if once:
        parameters = _learn(comparisons, pairs, across, _all_pairs(counts, across=True))
        weights = weigh(parameters, pairs.levels, often)[0]
        once = _once(weights, across)
    if not once:
        parameters = _learn(comparisons, pairs, everything, _all_pairs(counts, across=False))
        weights = weigh(parameters, pairs.levels, often)[0]
    counted = (probability(weights) >= threshold) & (across if once else everything)
    order = np.flatnonzero(counted)
    order = order[np.argsort(-weights[order], kind="stable")]
    chosen = zip(pairs.one[order].tolist(), pairs.other[order].tolist(), strict=True)
    household = of_one_household(left, right, reading, columns)
    groups = group(
        len(side), chosen, source=side if once else None, separate=[*separate, *household]
    )
    return Linked(groups, side, comparisons, columns, pairs, weights, parameters, once, threshold)


LARGEST_HOME = 30
"""More records under one number are no household."""


def of_one_household(
    left: Table,
    right: Table | None,
    reading: Reading,
    columns: Mapping[str, Sequence[str | None]],
) -> Iterator[tuple[int, int]]:
    """Records of one household in one file under different names: two people, whatever else they share."""
    if reading.household is None:
        return
    names = [f.name for f in reading.fields if f.role in (Role.NAME, Role.GIVEN)]
    offset = 0
    for table, title in zip((left, right), reading.household, strict=True):
        if table is None:
            return
        homes: dict[str, list[int]] = {}
        for place, home in enumerate(table[title]):
            if home:
                homes.setdefault(home.strip(), []).append(place + offset)
        for members in homes.values():
            if 1 < len(members) <= LARGEST_HOME:
                yield from (
                    (a, b)
                    for a, b in combinations(members, 2)
                    if any(
                        columns[n][a] and columns[n][b] and columns[n][a] != columns[n][b]
                        for n in names
                    )
                )
        offset += _height(table)


def _all_pairs(counts: Sequence[int], *, across: bool) -> tuple[float, float]:
    """How many pairs may be one person, and how many not."""
    every = sum(counts) * (sum(counts) - 1) / 2
    if not across:
        return every, 0.0
    between = float(counts[0] * counts[1])
    return between, every - between


def _learn(
    comparisons: Sequence[Comparison],
    pairs: Pairs,
    possible: NDArray[np.bool_],
    totals: tuple[float, float],
) -> Parameters:
    matrix = (
        np.stack([*(pairs.levels[c.name] for c in comparisons), possible.astype(np.int8)], axis=1)
        if comparisons
        else np.zeros((len(possible), 1), dtype=np.int8)
    )
    patterns, counts = _counted(matrix)
    records = round((1 + (1 + 8 * sum(totals)) ** 0.5) / 2)
    return train(
        comparisons,
        Patterns(
            patterns[:, :-1], counts, patterns[:, -1].astype(bool), totals[0], totals[1], records
        ),
        pairs.chance,
    )


def _counted(matrix: NDArray[np.int8]) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Distinct rows and how often each occurs, by one number a row."""
    if not len(matrix):
        return matrix, np.zeros(0)
    keys = np.zeros(len(matrix), dtype=np.uint64)
    for column in range(matrix.shape[1]):
        keys = keys * np.uint64(16) + (matrix[:, column].astype(np.int64) + 1).astype(np.uint64)
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    return matrix[first], counts.astype(np.float64)


def _frequencies(
    comparisons: Sequence[Comparison], columns: Mapping[str, Sequence[str | None]], pairs: Pairs
) -> dict[str, NDArray[np.float64]]:
    """Of facts with rare values, how often the value of each pair's first record occurs."""
    found = {}
    for comparison in comparisons:
        if any(x.rare for x in comparison.levels):
            values = columns[comparison.name]
            table = frequencies(values)
            by_record = np.array([table[v] if v is not None else 0.0 for v in values])
            found[comparison.name] = by_record[pairs.one] if len(values) else np.zeros(0)
    return found


def _once(weights: NDArray[np.float64], across: NDArray[np.bool_]) -> bool:
    sure = probability(weights) >= SURE
    inside, between = int((sure & ~across).sum()), int((sure & across).sum())
    return inside <= max(2, ONCE * between)
