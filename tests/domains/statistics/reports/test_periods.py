"""Periods of reports: what they cover, and what they are compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.statistics.api.reports import MONTHS, period, period_at

KINDS = st.sampled_from(sorted(MONTHS))
DAYS = st.dates(date(2001, 1, 1), date(2090, 1, 1))


@given(KINDS, DAYS, st.integers(-9, 9))
def test_a_period_is_found_again_by_its_code_and_follows_the_one_before(kind, day, moved):
    one = period_at(kind, day)
    assert one.first <= day <= one.last
    assert period(one.code) == one
    assert one.moved(1).first == one.last + timedelta(days=1)
    assert one.moved(moved).moved(-moved) == one


@given(KINDS, DAYS, DAYS)
def test_what_is_compared_is_as_long_as_it_can_be_and_never_of_the_future(kind, day, today):
    one = period_at(kind, min(day, today))
    first, last = one.days(today)
    for other in (one.same_days(1, today), one.a_year_before(today)):
        assert other[0] <= other[1] <= today
        if one.last <= today:
            assert (other[1] + timedelta(days=1)).day == 1, "a whole period with a whole one"
        elif last.day < 28:
            assert other[1].day == last.day
    assert first <= last <= max(today, first)


@pytest.mark.parametrize(
    "code", ["", "2026-13", "2026Q5", "2026H3", "1999", "26", "2026-1", "２０２６", "2026Q"]
)
def test_what_is_no_period_is_none(code):
    assert period(code) is None


def test_a_period_is_provisional_until_late_reports_are_in():
    september = period("2026-09")
    assert september.provisional(date(2026, 9, 15))
    assert september.provisional(date(2026, 10, 10))
    assert not september.provisional(date(2026, 10, 11))
