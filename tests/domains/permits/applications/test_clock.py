"""The statutory clock, against a count of days by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.applications import rules as stages
from anju.domains.permits.applications.data import Stage, StageDecision
from anju.domains.permits.applications.rules import application_number, first_due, resumed
from anju.foundation.calendar import Unit
from anju.foundation.clock import CHINA, local_date

MOMENTS = st.datetimes(datetime(2024, 1, 2), datetime(2026, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
AT_MOST = (30, Unit.DAYS)
UNITS = st.sampled_from(["days", "working_days"])


def test_fifteen_days_end_with_the_last_second_of_the_fifteenth():
    accepted = datetime(2026, 3, 2, 10, tzinfo=CHINA)
    assert first_due(accepted, 15, "days", at_most=AT_MOST) == datetime(
        2026, 3, 17, 23, 59, 59, tzinfo=CHINA
    )


def test_fifteen_working_days_over_the_spring_festival_are_longer_but_never_over_thirty_days():
    accepted = datetime(2026, 2, 9, 10, tzinfo=CHINA)
    assert local_date(first_due(accepted, 15, "working_days", at_most=AT_MOST)) == date(2026, 3, 6)
    assert (
        local_date(first_due(accepted, 30, "working_days", at_most=AT_MOST)) - date(2026, 2, 9)
    ).days == 30


def test_a_year_nobody_has_published_gives_the_laws_thirty_days_and_no_more():
    assert (
        local_date(
            first_due(datetime(2031, 5, 1, tzinfo=CHINA), 15, "working_days", at_most=AT_MOST)
        )
        - date(2031, 5, 1)
    ).days == 30


@given(MOMENTS, st.integers(0, 14), st.integers(0, 40))
def test_a_stop_gives_back_as_many_days_as_it_lasted(start, after, length):
    due = first_due(start, 15, "days", at_most=AT_MOST)
    stopped, again = start + timedelta(days=after), start + timedelta(days=after + length)
    assert (local_date(resumed(due, stopped, again, "days")) - local_date(due)).days == length


@given(MOMENTS, UNITS, st.integers(0, 60), st.integers(0, 60))
def test_a_stop_never_shortens_and_never_saves_what_was_late(start, unit, after, length):
    due = first_due(start, 15, unit, at_most=AT_MOST)
    stopped, again = start + timedelta(days=after), start + timedelta(days=after + length)
    later = resumed(due, stopped, again, unit)
    assert later >= due
    if stopped > due:
        assert later == due


@given(MOMENTS, UNITS, st.integers(0, 10))
def test_stopped_and_gone_on_with_the_same_day_changes_nothing(start, unit, after):
    due = first_due(start, 15, unit, at_most=AT_MOST)
    moment = start + timedelta(days=after)
    assert resumed(due, moment, moment, unit) == due


@given(st.lists(st.sampled_from(list(StageDecision)), max_size=4), st.booleans())
def test_a_stage_has_decided_exactly_when_enough_say_the_same(voices, four_eyes):
    said = stages.verdict(voices, four_eyes=four_eyes)
    enough = [d for d in StageDecision if voices.count(d) >= (2 if four_eyes else 1)]
    assert (said is None) == (not enough)
    assert said is None or said in enough


@pytest.mark.parametrize(
    ("stage", "desk"),
    [
        (Stage.COMMUNITY, ("counter", "permit.decide", "430181124205")),
        (Stage.STREET, ("street", "permit.decide", "430181124")),
        (Stage.STATION, ("police", "permit.issue", "430181")),
    ],
)
def test_each_stage_asks_for_a_role_of_its_level_and_a_grant_as_wide_as_itself(stage, desk):
    assert stages.deciding_office(stage, region="430181124205", station="430181") == desk


def test_the_number_of_an_application_names_place_day_and_turn():
    assert application_number("430181124205", date(2026, 11, 22), 123) == "SQ430181261122000123"
