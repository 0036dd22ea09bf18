"""Intervals against textbook values, exact ones also against sums of exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.intervals import clopper_pearson, finite, wilson

TAIL = Fraction(1, 40)


@pytest.mark.parametrize(
    ("hits", "sampled", "low", "high"),
    [
        (1, 20, 0.0013, 0.2487),  # the fact sheet's example: 1 error in 20
        (0, 20, 0.0, 0.1684),
        (20, 20, 0.8316, 1.0),
        (10, 100, 0.0490, 0.1762),
        (4, 10, 0.1216, 0.7376),
    ],
)
def test_textbook_values_of_clopper_and_pearson(hits, sampled, low, high):
    assert clopper_pearson(hits, sampled) == pytest.approx((low, high), abs=5e-5)


def binomial_at_least(hits, sampled, p):
    return sum(comb(sampled, x) * p**x * (1 - p) ** (sampled - x) for x in range(hits, sampled + 1))


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_its_ends_leave_a_fortieth_on_either_side(sample):
    hits, sampled = sample
    low, high = clopper_pearson(hits, sampled)
    if hits:
        assert binomial_at_least(hits, sampled, low) == pytest.approx(0.025, abs=1e-6)
    if hits < sampled:
        assert 1 - binomial_at_least(hits + 1, sampled, high) == pytest.approx(0.025, abs=1e-6)
    assert 0 <= low <= hits / sampled <= high <= 1


def hypergeometric(x, sampled, marked, frame):
    return Fraction(comb(marked, x) * comb(frame - marked, sampled - x), comb(frame, sampled))


def slow_finite(hits, sampled, frame):
    """All numbers of marked units that the sample does not make unlikely, counted one by one in exact fractions."""
    kept = [
        marked
        for marked in range(hits, frame - (sampled - hits) + 1)
        if sum(hypergeometric(x, sampled, marked, frame) for x in range(hits, sampled + 1)) > TAIL
        and sum(hypergeometric(x, sampled, marked, frame) for x in range(hits + 1)) > TAIL
    ]
    return min(kept), max(kept)


@given(
    st.integers(1, 60).flatmap(
        lambda frame: st.integers(1, frame).flatmap(
            lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(frame))
        )
    )
)
@settings(max_examples=150)
def test_the_interval_of_a_finite_frame_is_that_of_the_slow_way(sample):
    hits, sampled, frame = sample
    low, high = finite(hits, sampled, frame)
    assert (round(low * frame), round(high * frame)) == slow_finite(hits, sampled, frame)


def test_a_frame_that_was_checked_whole_has_no_interval_left():
    assert finite(7, 10, 10) == (0.7, 0.7)


def test_a_large_frame_gives_the_interval_of_an_unlimited_one():
    assert finite(30, 100, 400_000) == pytest.approx(clopper_pearson(30, 100), abs=2e-4)


def test_nothing_sampled_says_nothing():
    assert finite(0, 0, 50) == (0.0, 1.0) and clopper_pearson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 5000), st.data())
def test_wilson_holds_the_share_and_narrows(due, data):
    share = data.draw(st.integers(0, due))
    low, high = wilson(share, due)
    assert 0 <= low <= share / due <= high <= 1
    wide = wilson(share * 4, due * 4)
    assert wide[1] - wide[0] < high - low


def test_wilson_agrees_with_published_figures():
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29, without continuity correction."""
    for had, due, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(had, due) == pytest.approx((low, high), abs=6e-5)
