"""A clock that ran away is noticed from memory, either way, and believed again as soon as it is right."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.clock import AHEAD, BEHIND, ClockGuard

DAY, START = 86_400.0, datetime(2026, 11, 29, tzinfo=UTC).timestamp()


class Machine:
    """A wall clock that can be set, and a counter that cannot."""

    def __init__(self) -> None:
        self.at, self.wrong = 1_000.0, 0.0

    def wall(self) -> float:
        return START + self.at + self.wrong

    def counter(self) -> float:
        return self.at

    def guard(self, offset: float | None = None, limit: float = 600) -> ClockGuard:
        return ClockGuard(limit, offset, wall=self.wall, counter=self.counter)

    def moment(self) -> datetime:
        return datetime.fromtimestamp(START + self.at, UTC)


def test_three_days_ahead_and_back_is_refused_and_goes_on_by_itself():
    machine = Machine()
    guard = machine.guard()
    guard.refresh(recorded=machine.moment())
    assert guard.fault() == ""
    machine.wrong = 3 * DAY
    assert guard.fault() == AHEAD
    machine.at += 60
    guard.refresh(recorded=datetime.fromtimestamp(START + machine.at - 60, UTC))
    assert guard.fault() == AHEAD, "a look does not make it right"
    machine.wrong = 0
    assert guard.fault() == ""


def test_before_what_was_recorded_nothing_is_written_after_a_restart_too():
    machine = Machine()
    machine.wrong = -2 * DAY
    guard = machine.guard()
    assert guard.fault() == ""
    guard.refresh(recorded=machine.moment())
    assert guard.fault() == BEHIND
    machine.wrong = 0
    assert guard.fault() == ""
    guard.refresh(recorded=machine.moment())
    assert guard.fault() == ""


def test_a_machine_that_starts_in_1970_is_believed_once_its_clock_is_set():
    machine = Machine()
    machine.wrong = -START
    started = machine.wall() - machine.counter()
    guard = machine.guard(started)
    guard.refresh(recorded=machine.moment())
    assert guard.fault() == BEHIND
    machine.wrong = 0
    later = machine.guard(started)
    for one in (guard, later):
        one.refresh(recorded=machine.moment())
        assert one.fault() == "", "a process that starts later, too"


def test_the_time_a_machine_was_switched_off_is_no_fault():
    machine = Machine()
    guard = machine.guard()
    guard.refresh(recorded=datetime.fromtimestamp(START - 30 * DAY, UTC))
    assert guard.fault() == ""


def test_a_process_that_starts_while_the_clock_is_ahead_knows_from_the_installation():
    machine = Machine()
    started = machine.wall() - machine.counter()
    machine.wrong = 3 * DAY
    assert machine.guard(started).fault() == AHEAD


def test_a_database_whose_clock_goes_otherwise_is_noticed_either_way():
    machine = Machine()
    guard = machine.guard()
    for wrong, found in ((DAY, BEHIND), (-DAY, AHEAD), (30, "")):
        guard.refresh(recorded=None, server=datetime.fromtimestamp(START + machine.at + wrong, UTC))
        assert guard.fault() == found


def test_no_limit_refuses_nothing():
    machine = Machine()
    guard = machine.guard(limit=0)
    machine.wrong = 9 * DAY
    guard.refresh(recorded=machine.moment())
    assert guard.fault() == ""


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 5_000),
            st.one_of(st.floats(-300, 300), st.floats(-9 * DAY, 9 * DAY)),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_whatever_the_clock_did_it_is_believed_when_it_is_right_again(steps):
    machine = Machine()
    guard, recorded = machine.guard(), START
    for passed, wrong, looks in steps:
        machine.at, machine.wrong = machine.at + passed, wrong
        if looks:
            guard.refresh(recorded=datetime.fromtimestamp(recorded, UTC))
            if not guard.fault():
                recorded = max(recorded, min(machine.wall(), START + machine.at))
        if wrong > 600 + 300:
            assert guard.fault() == AHEAD
    machine.at, machine.wrong = machine.at + 1, 0.0
    guard.refresh(recorded=datetime.fromtimestamp(recorded, UTC))
    assert guard.fault() == ""
