"""Published figures: never 1 or 2, whole sums, little error, the same for the same cell, noise as its table says."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anju.domains.statistics.api import (
    Cells,
    balanced,
    cells,
    noise,
    person_keys,
    perturbed,
    possible,
    protected,
)

FIGURES = st.one_of(st.just(0), st.integers(3, 7))
SEEDS = st.integers(0, 2**32 - 1)


def town(seed, *, fans=(3, 4, 3), people=400):
    """A random tree, rows in any order, with its people."""
    rng = np.random.default_rng(seed)
    parents, last = [-1], [0]
    for fan in fans:
        below = []
        for row in last:
            for _ in range(rng.integers(1, fan + 1)):
                below.append(len(parents))
                parents.append(row)
        last = below
    place = rng.permutation(len(parents))
    shuffled = np.full(len(parents), -1)
    for row, parent in enumerate(parents):
        shuffled[place[row]] = -1 if parent < 0 else place[parent]
    share = rng.dirichlet(np.full(len(last), 0.4))
    rows = place[np.array(last)[rng.choice(len(last), size=people, p=share)]]
    return shuffled, rows, rng.integers(0, 2**64, size=people, dtype=np.uint64)


def children(parents, row):
    return [i for i, p in enumerate(parents) if p == row]


def people_below(parents, rows, row):
    """The numbers of the people in a row or anywhere below it, walked person by person."""
    found = []
    for person, at in enumerate(rows):
        while at >= 0 and at != row:
            at = parents[at]
        if at == row:
            found.append(person)
    return found


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_nothing_from_one_to_two_is_published_and_children_sum_to_parents(seed):
    parents, rows, keys = town(seed)
    made = cells(parents, rows, keys, edition=1)
    figures = protected(made)
    assert not set(figures) & {1, 2}
    assert figures.min() >= 0
    assert all(figures[made.counts == 0] == 0)
    for row in range(len(parents)):
        if below := children(parents, row):
            assert figures[row] == sum(figures[below])


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_counts_are_those_of_a_walk_from_each_person_upwards(seed):
    parents, rows, keys = town(seed, people=80)
    made = cells(parents, rows, keys, edition=1)
    assert [len(people_below(parents, rows, row)) for row in range(len(parents))] == list(
        made.counts
    )


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_same_people_have_the_same_figures_whatever_the_order_of_rows_and_people(seed):
    parents, rows, keys = town(seed)
    before = protected(cells(parents, rows, keys, edition=1))
    rng = np.random.default_rng(seed)
    place, turn = rng.permutation(len(parents)), rng.permutation(len(rows))
    moved = np.full(len(parents), -1)
    moved[place] = np.where(parents < 0, -1, place[parents])
    after = protected(cells(moved, place[rows][turn], keys[turn], edition=1))
    assert list(after[place]) == list(before)


def test_a_cell_that_is_shown_in_another_set_of_the_same_people_has_the_same_noise():
    parents, rows, keys = town(7)
    whole = cells(parents, rows, keys, edition=1)
    top = [
        i for i in range(len(parents)) if parents[i] in (-1, int(np.flatnonzero(parents < 0)[0]))
    ]
    at = {row: place for place, row in enumerate(top)}

    def climb(row):
        while row not in at:
            row = parents[row]
        return at[row]

    cut = cells(
        np.array([at.get(parents[row], -1) for row in top]),
        np.array([climb(row) for row in rows]),
        keys,
        edition=1,
    )
    assert list(cut.keys) == list(whole.keys[top])
    assert list(protected(cut)) == list(protected(whole)[top])


def test_one_person_more_gives_every_cell_of_the_set_another_key():
    parents, rows, keys = town(3)
    with_, without = (
        cells(parents, rows, keys, edition=1),
        cells(parents, rows[1:], keys[1:], edition=1),
    )
    assert not set(with_.keys) & set(without.keys)


def test_another_edition_of_the_same_people_gives_every_cell_another_key():
    parents, rows, keys = town(3)
    first, second = cells(parents, rows, keys, edition=1), cells(parents, rows, keys, edition=2)
    assert list(first.counts) == list(second.counts)
    assert not set(first.keys) & set(second.keys)


def test_the_table_has_no_bias_and_the_variance_it_states_and_never_publishes_one_or_two():
    table = noise()
    assert np.abs(table.biases()).max() < 1e-9
    assert table.variances()[0] == 0
    assert table.variances()[1:] == pytest.approx(np.full(table.last, table.variance))
    for count, chances in enumerate(table.chances):
        shown = count + table.added[chances > 0]
        assert not set(shown) & {1, 2}
        assert shown.min() >= 0


def test_no_other_noise_of_that_mean_and_variance_is_more_uncertain():
    table, rng = noise(), np.random.default_rng(1)
    for chances in table.chances[1:]:
        may = chances > 1e-6
        values = table.added[may].astype(float)
        fixed = np.stack([np.ones_like(values), values, values**2])
        free = np.linalg.svd(fixed)[2][np.linalg.matrix_rank(fixed) :]
        for direction in free[rng.integers(0, len(free), 5)] if len(free) else []:
            step = 0.3 * (chances[may] / np.maximum(np.abs(direction), 1e-12)).min()
            other = chances[may] + step * direction
            assert (
                -(other * np.log(other)).sum()
                <= -(chances[may] * np.log(chances[may])).sum() + 1e-12
            )


@pytest.mark.parametrize("count", [1, 2, 3, 5, 13, 4_000])
def test_drawn_noise_has_the_mean_and_variance_of_the_table(count):
    keys = np.random.default_rng(count).integers(0, 2**64, size=200_000, dtype=np.uint64)
    figures = perturbed(np.full(len(keys), count), keys, noise())
    assert figures.mean() == pytest.approx(count, abs=0.02)
    assert figures.var() == pytest.approx(noise().variance, rel=0.02)


def test_a_figure_can_have_come_from_every_count_of_the_range_around_it_and_from_none_beside_it():
    table = noise()

    def can(figure, count):
        added = figure - count
        return (
            count >= 0
            and abs(added) <= table.bound
            and table.chances[min(count, table.last), added + table.bound] >= 2.0**-53
        )

    for figure in [0, *range(3, 60)]:
        low, high = (int(x[0]) for x in possible(np.array([figure]), table))
        assert low <= figure <= high
        assert all(can(figure, count) for count in range(low, high + 1))
        assert not can(figure, low - 1)
        assert not can(figure, high + 1)


@pytest.mark.parametrize(("variance", "bound"), [(2.0, 10), (1.0, 10), (2.25, 2), (26.0, 10)])
def test_noise_that_cannot_be_unbiased_is_refused(variance, bound):
    with pytest.raises(ValueError, match="no unbiased noise"):
        noise(variance, bound)


@given(st.lists(st.tuples(FIGURES, st.booleans()), min_size=1, max_size=5), FIGURES, SEEDS)
@settings(max_examples=300, deadline=None)
def test_sums_are_made_whole_with_the_smallest_changes(family, parent, seed):
    wanted = np.array([figure for figure, _ in family])
    peopled = np.array([figure > 0 or people for figure, people in family])
    if parent:
        assume(peopled.any())
    keys = np.random.default_rng(seed).integers(0, 2**64, size=len(wanted) + 1, dtype=np.uint64)
    made = Cells(np.r_[-1, np.zeros(len(wanted), int)], np.r_[9, 9 * peopled], keys)
    figures = balanced(np.r_[parent, wanted], made)
    choices = [range(parent + 1) if people else [0] for people in peopled]
    least = min(
        np.abs(np.array(chosen) - wanted).sum()
        for chosen in product(*choices)
        if sum(chosen) == parent and not set(chosen) & {1, 2}
    )
    assert figures[0] == parent == figures[1:].sum()
    assert not set(figures) & {1, 2}
    assert not figures[1:][~peopled].any()
    assert np.abs(figures[1:] - wanted).sum() == least


def test_the_mean_error_of_a_cell_is_within_one_and_a_half():
    parents, rows, keys = town(5, fans=(12, 15, 20), people=20_000)
    made = cells(parents, rows, keys, edition=1)
    errors = np.abs(protected(made) - made.counts)[made.counts > 0]
    assert errors.mean() <= 1.5


def test_nobody_at_all_is_published_as_nobody():
    made = cells(
        np.array([-1, 0, 0]), np.array([], dtype=np.int64), np.array([], dtype=np.uint64), edition=1
    )
    assert list(protected(made)) == [0, 0, 0]


@pytest.mark.parametrize(
    ("parents", "rows", "keys", "why"),
    [
        ([1, 0], [0], [1], "itself"),
        ([-1, 5], [0], [1], "not there"),
        ([-1, 0], [2], [1], "not there"),
        ([-1, 0], [1], [1, 2], "one key"),
    ],
)
def test_rows_that_are_no_tree_and_people_without_a_row_are_refused(parents, rows, keys, why):
    with pytest.raises(ValueError, match=why):
        cells(np.array(parents), np.array(rows), np.array(keys, dtype=np.uint64), edition=1)


def test_the_key_of_a_person_is_the_beginning_of_the_keyed_hash():
    assert list(person_keys([bytes(range(16)), b"\xff" * 16])) == [0x0001020304050607, 2**64 - 1]
