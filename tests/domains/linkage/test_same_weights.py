"""One pair weighs the same wherever it is weighed: Splink's vectors, the statement over given pairs, and the intake."""

from __future__ import annotations

import random

import numpy as np
import pytest
from bench.same_weights import FIELDS, PARAMETERS, frequencies_of, invented, random_pairs

from anju.domains.linkage.api import explain
from anju.domains.linkage.queries.levels import levels_of
from anju.domains.linkage.queries.linking import records_of
from anju.domains.linkage.queries.pairs import find_pairs
from anju.domains.linkage.rules.clusters import weigh
from anju.domains.linkage.rules.comparisons import comparison_of

PAIRS = 15_000
COMPARISONS = [comparison_of(f, FIELDS) for f in FIELDS]


@pytest.fixture(scope="module")
def table():
    return invented(460, random.Random(5))


@pytest.fixture(scope="module")
def columns(table):
    return records_of(table, None, FIELDS)[0]


def often(columns, one):
    return {
        fact: np.array([shares.get(v or "", 0.0) for v in columns[fact]])[one]
        for fact, shares in frequencies_of(columns).items()
    }


def test_the_statement_and_the_intake_weigh_random_pairs_alike(table, columns):
    one, other = random_pairs(columns, PAIRS, random.Random(6))
    levels = levels_of(columns, COMPARISONS, one, other)
    batch = weigh(PARAMETERS, levels, often(columns, np.array(one)))[0]
    by_record: dict[int, list[int]] = {}
    for n, record in enumerate(one):
        by_record.setdefault(record, []).append(n)
    shares = frequencies_of(columns)
    for record, places in by_record.items():
        raw = [
            {f.role: table[f.name][r] for f in FIELDS}
            for r in [record, *(other[n] for n in places)]
        ]
        alone = explain(PARAMETERS, raw[0], raw[1:], frequency=shares)
        for n, found in zip(places, alone, strict=True):
            assert abs(found.weight - batch[n]) < 1e-9
    assert len({tuple(v[n] for v in levels.values()) for n in range(len(one))}) > 150


def test_splink_and_the_statement_reach_the_same_levels(columns):
    found = find_pairs(columns, COMPARISONS)
    assert len(found.one) > 100_000
    levels = levels_of(columns, COMPARISONS, found.one.tolist(), found.other.tolist())
    for fact, column in levels.items():
        assert np.array_equal(column, found.levels[fact]), fact
