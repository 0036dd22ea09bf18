"""Draws repeat, do not depend on how they are cut, and keep to their weights."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.demo.chance import Chance

seeds = st.integers(min_value=0, max_value=2**63)


@settings(max_examples=30, deadline=None)
@given(seed=seeds, start=st.integers(0, 10**9), count=st.integers(1, 200), tag=st.text(max_size=8))
def test_a_part_of_the_draws_equals_the_same_part_of_them_all(
    seed: int, start: int, count: int, tag: str
):
    index = pl.int_range(start, start + count, eager=True)
    whole = Chance(seed).unit(index, tag)
    assert Chance(seed).unit(index[count // 2 :], tag).equals(whole[count // 2 :])
    assert ((whole >= 0) & (whole < 1)).all()


@settings(max_examples=30, deadline=None)
@given(seed=seeds, size=st.integers(1, 1000))
def test_draws_below_a_size_stay_below_it(seed: int, size: int):
    drawn = Chance(seed).below(300, "below", size)
    assert drawn.max() < size


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_weights_are_kept(seed: int):
    drawn = Chance(seed).weighted(20_000, "letters", {"a": 6, "b": 3, "c": 1})
    shares = dict(drawn.value_counts(normalize=True).iter_rows())
    assert shares["a"] == pytest.approx(0.6, abs=0.02)
    assert shares["c"] == pytest.approx(0.1, abs=0.02)


def test_two_tags_are_strangers_to_each_other():
    frame = pl.DataFrame({tag: Chance(4).unit(20_000, tag) for tag in ("one", "two")})
    assert abs(frame.select(pl.corr("one", "two")).item()) < 0.03


def test_a_rank_is_a_shuffle():
    assert sorted(Chance(9).rank(500, "order")) == list(range(500))
