from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anju.foundation.calendar import (
    PublishedYear,
    Unit,
    add_working_days,
    deadline,
    is_working_day,
)
from anju.foundation.clock import CHINA
from anju.foundation.errors import AnjuError


def test_a_weekend_is_not_counted():
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_three_working_days_over_national_day_2025_skip_the_holiday():
    assert add_working_days(date(2025, 9, 29), 3) == date(2025, 10, 10)


def test_a_weekend_worked_in_place_of_a_holiday_counts():
    assert is_working_day(date(2025, 10, 11))
    assert add_working_days(date(2025, 10, 10), 1) == date(2025, 10, 11)


def test_counting_back_undoes_counting_on_from_a_working_day():
    assert add_working_days(add_working_days(date(2026, 3, 4), 15), -15) == date(2026, 3, 4)


def test_no_working_days_is_the_day_itself():
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_a_year_nobody_published_is_refused_and_named():
    with pytest.raises(AnjuError) as caught:
        add_working_days(date(2026, 12, 30), 10)
    assert caught.value.code == "calendar_unknown"
    assert caught.value.params == {"year": 2027}


def test_days_supplied_by_the_installation_carry_on_where_the_library_ends():
    published = {2027: PublishedYear(frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 3)}))}
    assert add_working_days(date(2026, 12, 31), 2, published=published) == date(2027, 1, 4)
    assert not is_working_day(date(2027, 1, 1), published=published)
    assert is_working_day(date(2027, 1, 3), published=published)


def test_hours_run_from_the_moment():
    start = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
    assert deadline(start, 24, "hours") == datetime(2026, 11, 22, 10, 30, tzinfo=CHINA)


def test_days_end_with_the_last_day_as_china_counts_it():
    late_in_utc = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # already the 21st in China
    assert deadline(late_in_utc, 3, Unit.DAYS) == datetime(2026, 11, 24, 23, 59, 59, tzinfo=CHINA)


def test_working_days_end_with_the_last_working_day():
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
    assert deadline(friday, 3, "working_days") == datetime(2026, 11, 25, 23, 59, 59, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "amount", "unit"),
    [
        (datetime(2026, 1, 1), 1, "days"),  # noqa: DTZ001 - the fault under test
        (datetime(2026, 1, 1, tzinfo=UTC), -1, "days"),
        (datetime(2026, 1, 1, tzinfo=UTC), 1, "weeks"),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused(start, amount, unit):
    with pytest.raises(ValueError):  # noqa: PT011
        deadline(start, amount, unit)
