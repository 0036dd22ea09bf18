"""When to come again: by what worked in that building, never the same day or at quiet hours, never from few homes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anju.domains.fieldwork.tasks.data.visits import Basis, Experience, PartOfDay, QuietHours, Slot
from anju.domains.fieldwork.tasks.rules.proposing import (
    FEWEST_HOMES,
    USUAL,
    hours_of,
    is_quiet,
    part_of,
    propose,
)
from anju.foundation.clock import CHINA

QUIET = QuietHours(21, 8, 12, 14)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HISTORY = st.dictionaries(
    st.sampled_from(USUAL),
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: Experience(max(p), min(p))),
)


def weekend(at):
    return at.weekday() >= 5


def proposed(building, homes, last, at, community=None, many=0):
    known = [(Basis.BUILDING, homes, building), (Basis.COMMUNITY, many, community or {})]
    return propose(known, last, at=at, quiet=QUIET, is_off=weekend)


def opened(seen):
    return (seen.answered + 1) / (seen.visits + 2)


@given(HISTORY, st.sampled_from(USUAL), MOMENTS)
def test_the_best_other_time_of_the_building_is_proposed_and_soon(history, last, at):
    plan = proposed(history, FEWEST_HOMES, last, at)
    day = datetime(plan.day.year, plan.day.month, plan.day.day, tzinfo=CHINA)
    slot = Slot(weekend(day), plan.part)
    assert slot != last
    rest = [s for s in USUAL if s != last]
    best = max(opened(history.get(s, Experience(0, 0))) for s in rest)
    assert opened(history.get(slot, Experience(0, 0))) == best
    assert plan.basis is (Basis.BUILDING if history else Basis.USUAL)
    start = day.replace(hour=plan.first_hour)
    assert (
        at.astimezone(CHINA).date() < plan.day <= at.astimezone(CHINA).date() + timedelta(days=10)
    )
    assert not is_quiet(start, QUIET)
    assert not is_quiet(day.replace(hour=plan.last_hour) - timedelta(minutes=1), QUIET)


@given(HISTORY.filter(bool), st.integers(0, FEWEST_HOMES - 1), MOMENTS)
def test_few_homes_of_a_building_tell_nothing(history, homes, at):
    last = Slot(off=False, part=PartOfDay.MORNING)
    assert proposed(history, homes, last, at) == proposed({}, 0, last, at)
    wider = proposed(history, homes, last, at, history, FEWEST_HOMES)
    assert wider.basis is Basis.COMMUNITY


def test_hours_of_the_parts_and_the_quiet_hours_share_the_day():
    day = datetime(2026, 11, 30, tzinfo=CHINA)
    for hour in range(24):
        at = day.replace(hour=hour)
        first, last = hours_of(part_of(hour, QUIET), QUIET)
        assert is_quiet(at, QUIET) != (first <= hour < last)
    assert is_quiet(datetime(2026, 11, 30, 13, 30, tzinfo=UTC), QUIET), "half past nine in China"
