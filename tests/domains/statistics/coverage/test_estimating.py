"""Estimates do not depend on how the table is written, agree with a second implementation, and are
refused where empty."""

from itertools import product
from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.statistics.api import Frequencies, Overlap, estimate, estimate_from_times
from anju.foundation.errors import Refused

PATTERNS = [p for p in product((0, 1), repeat=3) if any(p)]
NAMES = ("register", "schools", "leases")
COUNTS = st.lists(st.integers(3, 2_000), min_size=7, max_size=7)


def table(numbers, names=NAMES):
    return Overlap(names, dict(zip(PATTERNS, numbers, strict=True)))


def scaled(numbers, groups):
    """Iterative proportional fitting to the margins with the unseen cell solved for: no matrix, no
    Newton step. None where it has not settled: beside an empty cell it comes nearer for ever."""
    counts = dict(zip(PATTERNS, numbers, strict=True))
    margins = [*((i,) for i in range(3) if not any(i in g for g in groups)), *groups]
    fitted = dict.fromkeys(PATTERNS, 1.0)
    for _ in range(20_000):
        before = dict(fitted)
        for group in margins:
            for value in product((0, 1), repeat=len(group)):
                if any(value):
                    inside = [p for p in PATTERNS if tuple(p[i] for i in group) == value]
                    factor = sum(counts[p] for p in inside) / sum(fitted[p] for p in inside)
                    fitted.update({p: fitted[p] * factor for p in inside})
        whole = sum(numbers) / sum(fitted.values())
        fitted = {p: m * whole for p, m in fitted.items()}
        if all(abs(fitted[p] - before[p]) < 1e-11 * before[p] for p in PATTERNS):
            break
    else:
        return None
    odd = [log(fitted[p]) for p in PATTERNS if sum(p) % 2]
    even = [log(fitted[p]) for p in PATTERNS if sum(p) % 2 == 0]
    return sum(numbers) + exp(sum(odd) - sum(even))


@given(COUNTS)
@settings(max_examples=25, deadline=None)
def test_fits_are_those_of_proportional_scaling(numbers):
    found = {f.name: f.total for f in estimate(table(numbers), times=10).fits}
    for name, groups in {
        "Mt": [],
        "Mt [12]": [(0, 1)],
        "Mt [13][23]": [(0, 2), (1, 2)],
        "Mt [12][13][23]": [(0, 1), (0, 2), (1, 2)],
    }.items():
        if name in found:
            expected = scaled(numbers, groups)
            assert expected is None or found[name] == pytest.approx(expected, rel=1e-5)


@given(COUNTS, st.permutations(range(3)), st.permutations(range(7)))
@settings(max_examples=25, deadline=None)
def test_the_order_of_lists_and_of_rows_does_not_matter(numbers, lists, rows):
    plain = estimate(table(numbers), times=30)
    turned = {tuple(PATTERNS[r][i] for i in lists): numbers[r] for r in rows}
    other = estimate(Overlap(tuple(NAMES[i] for i in lists), turned), times=30)
    assert (other.total, other.low, other.high) == (plain.total, plain.low, plain.high)
    assert sorted(f.total for f in other.fits) == sorted(f.total for f in plain.fits)


@given(COUNTS)
@settings(max_examples=25, deadline=None)
def test_the_interval_holds_the_estimate_and_never_fewer_than_were_seen(numbers):
    found = estimate(table(numbers), times=30)
    assert found.seen <= found.low <= found.total <= found.high
    assert sum(f.weight for f in found.fits) == pytest.approx(1)
    assert sum(f.bic_weight for f in found.fits) == pytest.approx(1)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_two_lists_are_estimated_by_chapman(both, first, second):
    found = estimate(Overlap(("a", "b"), {(1, 1): both, (1, 0): first, (0, 1): second}))
    a, b = both + first, both + second
    assert found.total == pytest.approx((a + 1) * (b + 1) / (both + 1) - 1)
    assert found.seen <= found.low <= found.total <= found.high
    assert "coverage_two_lists" in {w.code for w in found.warnings}


@pytest.mark.parametrize(
    ("lists", "counts", "code"),
    [
        (("a",), {(1,): 5}, "coverage_few_lists"),
        (("a", "b"), {(1, 0): 5, (0, 1): 0}, "coverage_few_lists"),
        (("a", "b"), {(1, 0): 5, (0, 1): 6}, "coverage_disjoint"),
        (("a", "b", "c"), {(1, 0, 0): 5, (0, 1, 0): 6, (0, 0, 1): 9}, "coverage_disjoint"),
        (
            ("a", "b", "c"),
            {(1, 0, 0): 27, (0, 1, 0): 37, (0, 0, 1): 19, (1, 0, 1): 4, (0, 1, 1): 1},
            "coverage_pair_disjoint",
        ),
        (("a", "b"), {(0, 0): 4}, "coverage_empty"),
        (tuple("abcdefghijk"), {(1,) * 11: 4}, "coverage_many_lists"),
    ],
)
def test_what_the_lists_cannot_tell_is_refused(lists, counts, code):
    with pytest.raises(Refused) as refusal:
        estimate(Overlap(lists, counts))
    assert refusal.value.code == code


def test_times_without_anybody_found_twice_are_refused():
    with pytest.raises(Refused, match="coverage_none_twice"):
        estimate_from_times(Frequencies({1: 50, 3: 2}))
