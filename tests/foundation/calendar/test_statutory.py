"""The statutory clock: stops, extensions, carried last days, parallel limits, unpublished years."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from bench.statutory_clock import compared

from anju.foundation.calendar import Unit, months_after
from anju.foundation.calendar.statutory import (
    Event,
    ExtensionError,
    Kind,
    State,
    Term,
    earliest,
    term_status,
)
from anju.foundation.calendar.working_calendar import calendar_of, fixed_holidays
from anju.foundation.clock import CHINA, local_date

APPLICANT = frozenset({"applicant"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_random_histories_end_on_the_day_that_walking_day_by_day_finds():
    found = compared((3000, 7))
    assert found["wrong"] == 0, found["examples"]


def test_a_term_of_days_begins_on_the_day_after_and_ends_with_the_last_second():
    found = term_status(Term(15, Unit.DAYS), at("2026-03-02T17:59"), now=at("2026-03-03T09:00"))
    assert found.due == at("2026-03-17T23:59:59")
    assert found.state is State.RUNNING


def test_working_days_pass_over_the_spring_festival_and_count_the_saturday_worked_for_it():
    # 2026: off from 15 to 23 February; Saturday 14 and Saturday 28 February are worked.
    found = term_status(
        Term(5, Unit.WORKING_DAYS), at("2026-02-13T10:00"), now=at("2026-02-13T10:00")
    )
    assert local_date(found.due) == date(2026, 2, 27)


def test_a_last_day_that_is_off_is_carried_only_where_the_term_says_so():
    start = at("2026-09-25T10:00")  # five days later is 30 September; six days later the holidays
    now = start
    stays = term_status(Term(6, Unit.DAYS), start, now=now)
    carried = term_status(Term(6, Unit.DAYS, carried=True), start, now=now)
    assert local_date(stays.due) == date(2026, 10, 1)
    assert local_date(carried.due) == date(2026, 10, 8)


def test_as_many_days_are_left_on_going_on_as_on_stopping():
    term = Term(10, Unit.WORKING_DAYS, APPLICANT)
    stop = Event(at("2026-03-05T15:00"), Kind.STOP, "applicant")
    start = at("2026-03-02T09:00")
    standing = term_status(term, start, [stop], now=at("2026-04-01T09:00"))
    assert (standing.state, standing.due, standing.left) == (State.STOPPED, None, 7)
    assert standing.stopped_days == 27
    on = Event(at("2026-04-01T09:00"), Kind.RESUME, "applicant")
    going = term_status(term, start, [stop, on], now=at("2026-04-01T09:00"))
    assert calendar_of().between(date(2026, 4, 1), local_date(going.due)) == 7


def test_a_stop_for_another_reason_and_a_stop_after_the_end_change_nothing():
    term = Term(5, Unit.DAYS, APPLICANT)
    start = at("2026-03-02T09:00")
    other = [Event(at("2026-03-03T09:00"), Kind.STOP, "weather")]
    assert term_status(term, start, other, now=start).due == at("2026-03-07T23:59:59")
    late = [Event(at("2026-03-08T00:00:01"), Kind.STOP, "applicant")]
    found = term_status(term, start, late, now=at("2026-05-01T09:00"))
    assert (found.state, found.due) == (State.LATE, at("2026-03-07T23:59:59"))


def test_two_reasons_at_once_stop_the_clock_until_both_are_over():
    term = Term(5, Unit.DAYS, frozenset({"applicant", "expert"}))
    events = [
        Event(at("2026-03-03T09:00"), Kind.STOP, "applicant"),
        Event(at("2026-03-04T09:00"), Kind.STOP, "expert"),
        Event(at("2026-03-06T09:00"), Kind.RESUME, "applicant"),
        Event(at("2026-03-10T09:00"), Kind.RESUME, "expert"),
    ]
    found = term_status(term, at("2026-03-02T09:00"), events, now=at("2026-03-10T09:00"))
    assert (local_date(found.due), found.stopped_days) == (date(2026, 3, 14), 7)


def test_an_extension_is_allowed_once_and_never_after_the_end():
    term = Term(60, Unit.WORKING_DAYS, extension=30, extensions=1)  # labour inspection: 60 + 30
    start = at("2026-01-05T09:00")
    once = Event(at("2026-03-02T09:00"), Kind.EXTEND)
    found = term_status(term, start, [once], now=start)
    assert calendar_of().between(date(2026, 1, 5), local_date(found.due)) == 90
    with pytest.raises(ExtensionError, match="not again"):
        term_status(term, start, [once, once], now=start)
    with pytest.raises(ExtensionError, match="run out"):
        term_status(term, start, [Event(at("2026-12-01T09:00"), Kind.EXTEND)], now=start)


def test_a_parallel_limit_that_nothing_stops_ends_first():
    start, now = at("2026-03-02T09:00"), at("2026-03-30T09:00")
    stop = Event(at("2026-03-03T09:00"), Kind.STOP, "applicant")
    own = term_status(Term(15, Unit.DAYS, APPLICANT), start, [stop], now=now)
    limit = term_status(Term(30, Unit.DAYS), start, [stop], now=now)
    assert earliest([own, limit]) is limit


def test_the_year_in_which_arrears_can_be_claimed_does_not_run_while_employed():
    """Labour Dispute Mediation and Arbitration Law art. 27: one year, from leaving while employed before."""
    term = Term(1, Unit.YEARS, frozenset({"employed"}))
    start = at("2024-05-01T09:00")
    employed = [
        Event(at("2024-05-01T09:00"), Kind.STOP, "employed"),
        Event(at("2026-02-10T18:00"), Kind.RESUME, "employed"),
    ]
    found = term_status(term, start, employed, now=at("2026-03-01T09:00"))
    assert local_date(found.due) == date(2027, 2, 10)


def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 1), 12) == date(2027, 12, 1)


def test_hours_run_from_the_moment_and_stand_still_to_the_second():
    term = Term(48, Unit.HOURS, APPLICANT)
    events = [
        Event(at("2026-03-02T10:00:30"), Kind.STOP, "applicant"),
        Event(at("2026-03-05T10:00:00"), Kind.RESUME, "applicant"),
    ]
    found = term_status(term, at("2026-03-02T09:00"), events, now=at("2026-03-05T10:00"))
    assert found.due == at("2026-03-04T09:00") + timedelta(days=3) - timedelta(seconds=30)


def test_what_was_done_in_time_is_met_also_while_the_clock_stands_still():
    term = Term(5, Unit.DAYS, APPLICANT)
    start = at("2026-03-02T09:00")
    stop = Event(at("2026-03-03T09:00"), Kind.STOP, "applicant")
    done = Event(at("2026-06-01T09:00"), Kind.DONE)
    assert term_status(term, start, [stop, done], now=at("2026-07-01T09:00")).state is State.MET
    assert term_status(term, start, [done], now=at("2026-07-01T09:00")).state is State.MET_LATE


def test_beyond_the_published_years_the_answer_is_provisional_and_says_so():
    start = at("2026-12-28T09:00")
    by_week = term_status(Term(10, Unit.WORKING_DAYS), start, now=start)
    assert by_week.provisional
    assert local_date(by_week.due) == date(2027, 1, 12)  # 1 January is off in every year
    assert not term_status(Term(10, Unit.DAYS), start, now=start).provisional


def test_events_out_of_order_are_refused():
    with pytest.raises(ValueError, match="order of time"):
        term_status(
            Term(5, Unit.DAYS),
            at("2026-03-02T09:00"),
            [Event(at("2026-03-01T09:00"), Kind.DONE)],
            now=at("2026-03-02T09:00"),
        )


@pytest.mark.parametrize(
    ("year", "off"), [(2024, False), (2025, True), (2006, True), (2012, False)]
)
def test_the_second_of_may_is_a_holiday_in_the_years_in_which_the_law_says_so(year, off):
    assert ((5, 2) in fixed_holidays(year)) is off
