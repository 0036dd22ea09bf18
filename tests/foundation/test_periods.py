"""One function says how a period lies to a day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.days import PeriodState, state_on

DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))


@given(since=DAYS, length=st.none() | st.integers(0, 400), day=DAYS)
def test_planned_before_current_within_and_past_from_its_end_on(since, length, day):
    until = None if length is None else since + timedelta(days=length)
    state = state_on(since, until, day)
    assert (state is PeriodState.PLANNED) == (day < since)
    assert (state is PeriodState.CURRENT) == (since <= day and (until is None or day < until))
    assert state_on(since, until, date(2060, 1, 1)) is (
        PeriodState.CURRENT if until is None else PeriodState.PAST
    )
