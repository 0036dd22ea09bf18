"""Places, cut-offs and ties: as in the published years, and for any list."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.points.rules.scoring import cut, rank
from tests.domains.permits.points.published import PUBLISHED, calm

totals = st.lists(st.integers(0, 60).map(Decimal), max_size=60)


@calm
@given(totals, st.integers(0, 70))
def test_ties_on_the_line_are_all_inside_and_nobody_below_it_is(found, places):
    line = cut(found, places=places)
    inside = [t for t in found if line.points is not None and t >= line.points]
    assert line.admitted == len(inside) >= min(places, len(found))
    assert line.admitted - line.tied < max(places, 1)
    assert all(rank(t, found) <= places for t in inside)
    assert all(rank(t, found) > places for t in found if t not in inside)


@calm
@given(totals.filter(bool), st.randoms())
def test_the_order_in_which_people_applied_changes_nothing(found, random):
    mixed = random.sample(found, len(found))
    assert cut(mixed, places=7) == cut(found, places=7)
    assert [rank(t, mixed) for t in found] == [rank(t, found) for t in found]


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2021, 2022])
def test_six_thousand_places_admit_6045_when_45_more_are_tied_on_the_published_line(year):
    line = next(c.points for c in PUBLISHED["beijing"].cut_offs if c.year == year)
    step = Decimal("0.01")
    list_of = [line + step * n for n in range(1, 5_951)] + [line] * 95 + [line - step] * 100_000
    found = cut(list_of, places=PUBLISHED["beijing"].places)
    assert (found.points, found.admitted, found.tied) == (line, 6045, 95)
    assert rank(line, list_of) == 5_951


def test_fewer_applicants_than_places_are_all_inside():
    assert cut([Decimal(3), Decimal(1)], places=6000).admitted == 2
    assert cut([], places=6000).points is None
    with pytest.raises(ValueError, match="fewer"):
        cut([], places=-1)
