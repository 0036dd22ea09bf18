"""The order of a round: every door once, short, the same for the same doors."""

from __future__ import annotations

import itertools
import random
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.fieldwork.tasks.rules.ordering import length, shortest_order
from anju.domains.fieldwork.tasks.rules.walking import Stop, distances

POINTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=0, max_size=40)


def plane(points):
    at = np.array(points, dtype=float).reshape(-1, 2)
    return np.hypot(*(at[:, None, i] - at[None, :, i] for i in (0, 1)))


def nearest_first(matrix):
    order, left = [0], set(range(1, len(matrix)))
    while left:
        following = min(left, key=lambda j: (matrix[order[-1], j], j))
        order.append(following)
        left.remove(following)
    return order


@settings(max_examples=60)
@given(POINTS)
def test_every_place_stands_once_the_start_first_and_no_longer_than_nearest_first(points):
    matrix = plane(points)
    order = shortest_order(matrix)
    assert sorted(order) == list(range(len(points)))
    assert order == shortest_order(matrix)
    if points:
        assert order[0] == 0
        assert length(matrix, order) <= length(matrix, nearest_first(matrix)) + 1e-6


def test_of_few_places_nearly_always_the_shortest_way_of_all():
    ratios = []
    for seed in range(25):
        chance = random.Random(seed)
        matrix = plane([(chance.random(), chance.random()) for _ in range(7)])
        best = min(length(matrix, [0, *rest]) for rest in itertools.permutations(range(1, 7)))
        ratios.append(length(matrix, shortest_order(matrix)) / best)
    assert min(ratios) >= 1 - 1e-9
    assert statistics.fmean(ratios) < 1.005 and max(ratios) < 1.08


def test_doors_on_a_line_are_walked_along_it():
    chance = random.Random(1)
    places = chance.sample(range(1, 61), 60)
    order = shortest_order(plane([(0, 0), *((x, 0) for x in places)]))
    assert [places[i - 1] for i in order[1:]] == list(range(1, 61))


def test_a_building_is_walked_through_before_the_next_one():
    chance = random.Random(2)
    stops = [Stop(b, f, b, b * 9_000, 0) for b in range(6) for f in range(1, 7)]
    chance.shuffle(stops)
    order = shortest_order(distances([Stop(-1, 1, 0, -9_000, 0), *stops]))
    walked = [b for b, _ in itertools.groupby(stops[i - 1].building for i in order[1:])]
    assert walked == list(range(6))


@pytest.mark.parametrize("known", [True, False])
def test_distances_are_the_same_both_ways_and_never_below_zero(known):
    chance = random.Random(3)
    stops = [
        Stop(
            b,
            chance.randint(-1, 20),
            b,
            *((chance.randrange(9000), chance.randrange(9000)) if known or b % 2 else (None, None)),
        )
        for b in range(20)
    ]
    matrix = distances(stops)
    assert (matrix == matrix.T).all() and (matrix >= 0).all() and (np.diag(matrix) == 0).all()
    assert np.isfinite(matrix).all()
