"""The statutory clock: until when something must be done, with stops, extensions and parallel limits.

A term begins on the day after the event that starts it and ends with the last second of its last day (Civil Code
art. 201 to 203); hours run from the moment itself. The clock stands still from the day after a stop to the day of
going on, so that as many days are left then as when it stopped. A clock that is stopped on its last day ends with the
day on which it goes on. What was late before a stop stays late.

Beyond the published working days the answer is provisional and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from anju.foundation.calendar import END_OF_DAY, Unit, later
from anju.foundation.calendar.working_calendar import WorkingCalendar, calendar_of
from anju.foundation.clock import CHINA, local_date


@dataclass(frozen=True, slots=True)
class Term:
    """How long. `stops`: the reasons that stop it; a parallel limit that nothing stops has none.

    `carried`: a last day that is off is carried to the next working day (Civil Code art. 203). `extension`: by how
    many of its units it may be extended at a time, at most `extensions` times.
    """

    amount: int
    unit: Unit
    stops: frozenset[str] = frozenset()
    carried: bool = False
    extension: int = 0
    extensions: int = 0


class Kind(StrEnum):
    """What happens to a clock."""

    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the case at a moment. `reason`: why it stopped, or goes on."""

    at: datetime
    kind: Kind
    reason: str = ""


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    LATE = "late"
    MET = "met"
    MET_LATE = "met_late"


@dataclass(frozen=True, slots=True)
class TermStatus:
    """`due`: the last moment, None while the clock is stopped. `left`: units left when it stopped (seconds of hours).

    `stopped_days`: calendar days the clock stood still so far. `provisional`: some year it passes is not published.
    """

    state: State
    due: datetime | None
    provisional: bool
    stopped_days: int
    left: int = 0


class ExtensionError(ValueError):
    """An extension the term does not allow, or one after the term has run out."""


def term_status(
    term: Term,
    start: datetime,
    events: Iterable[Event] = (),
    *,
    now: datetime,
    calendar: WorkingCalendar | None = None,
) -> TermStatus:
    """Where the clock of a term that `start` began stands at `now`. `events` in the order of time.

    `ExtensionError` when an extension is not allowed; `ValueError` when moments lack a zone or an event lies before
    the start or before the event that precedes it.
    """
    clock = _Clock(term, start, calendar or calendar_of())
    for event in events:
        clock.take(event)
    return clock.at(now)


def earliest(clocks: Sequence[TermStatus]) -> TermStatus:
    """Of parallel limits the one that ends first; one that is stopped ends last."""
    return min(clocks, key=lambda c: (c.due is None, c.due or datetime.max.replace(tzinfo=CHINA)))


def after_stop(
    term: Term, due: datetime, stopped: datetime, again: datetime, calendar: WorkingCalendar
) -> datetime:
    """The last moment after one stop of a clock whose last moment was `due`."""
    if stopped > due:
        return due
    if term.unit is Unit.HOURS:
        return due + (again - stopped)
    first, last = local_date(stopped), local_date(again)
    return _end(_moved(term, local_date(due), first, last, calendar), term, calendar)


class _Clock:
    """A clock on its way through the events of a case."""

    def __init__(self, term: Term, start: datetime, calendar: WorkingCalendar) -> None:
        if start.tzinfo is None:
            raise ValueError("a term needs a moment with a time zone")
        self.term, self.calendar, self.latest = term, calendar, start
        self.begun = local_date(start)
        self.exact = start.astimezone(CHINA) + timedelta(hours=term.amount)
        """The last moment of a term of hours."""
        self.day = self.begun if term.unit is Unit.HOURS else self._later(self.begun, term.amount)
        """The last day, before it is carried."""
        self.reasons: set[str] = set()
        self.stopped: datetime | None = None
        self.stood, self.extended = 0, 0
        self.done: datetime | None = None

    def take(self, event: Event) -> None:
        """Let one event happen."""
        if event.at < self.latest:
            raise ValueError("events of a case stand in the order of time")
        self.latest = event.at
        match event.kind:
            case Kind.STOP if event.reason in self.term.stops:
                self._stop(event)
            case Kind.RESUME if event.reason in self.reasons:
                self._resume(event)
            case Kind.EXTEND:
                self._extend(event.at)
            case Kind.DONE:
                self.done = self.done or event.at

    def at(self, now: datetime) -> TermStatus:
        """How it stands at a moment."""
        due = self._due()
        certain = self.term.unit is Unit.HOURS or self._certain(local_date(due))
        if self.done:
            state = State.MET if self._kept(self.done, due) else State.MET_LATE
            return TermStatus(state, due, not certain, self.stood)
        if self.stopped:
            stood = self.stood + (local_date(now) - local_date(self.stopped)).days
            return TermStatus(State.STOPPED, None, not certain, stood, self._left(self.stopped))
        state = State.LATE if now > due else State.RUNNING
        return TermStatus(state, due, not certain, self.stood)

    def _kept(self, done: datetime, due: datetime) -> bool:
        return done <= due or (self.stopped is not None and self.stopped <= due)

    def _due(self) -> datetime:
        if self.term.unit is Unit.HOURS:
            return self.exact
        return _end(self.day, self.term, self.calendar)

    def _stop(self, event: Event) -> None:
        if not self.stopped and event.at <= self._due():
            self.stopped = event.at
        if self.stopped:
            self.reasons.add(event.reason)

    def _resume(self, event: Event) -> None:
        self.reasons.discard(event.reason)
        if self.reasons or not self.stopped:
            return
        first, last = local_date(self.stopped), local_date(event.at)
        self.exact += event.at - self.stopped
        if self.term.unit is not Unit.HOURS:
            self.day = _moved(self.term, self.day, first, last, self.calendar)
        self.stood += (last - first).days
        self.stopped = None

    def _extend(self, at: datetime) -> None:
        if self.extended >= self.term.extensions:
            raise ExtensionError("the term may not be extended, or not again")
        if not self.stopped and at > self._due():
            raise ExtensionError("the term has run out")
        self.extended += 1
        self.exact += timedelta(hours=self.term.extension)
        if self.term.unit is not Unit.HOURS:
            self.day = self._later(self.day, self.term.extension)

    def _later(self, day: date, amount: int) -> date:
        return later(day, amount, self.term.unit, self.calendar.after)

    def _left(self, stopped: datetime) -> int:
        if self.term.unit is Unit.HOURS:
            return int((self.exact - stopped).total_seconds())
        first = local_date(stopped)
        if self.term.unit is Unit.WORKING_DAYS:
            return self.calendar.between(first, self.day)
        return max((self.day - first).days, 0)

    def _certain(self, last: date) -> bool:
        by_the_calendar = self.term.unit is Unit.WORKING_DAYS or self.term.carried
        return not by_the_calendar or self.calendar.certain(self.begun, last)


def _moved(term: Term, day: date, stopped: date, again: date, calendar: WorkingCalendar) -> date:
    """The last day after a stop: as many units are left on going on as on stopping."""
    if stopped > day:  # within the days to which a last day off was carried: nothing is left
        return max(day, again)
    if term.unit is Unit.WORKING_DAYS:
        return max(day, calendar.after(again, calendar.between(stopped, day)))
    return day + (again - stopped)


def _end(day: date, term: Term, calendar: WorkingCalendar) -> datetime:
    carried = term.carried or term.unit is Unit.WORKING_DAYS
    return datetime.combine(calendar.on_or_after(day) if carried else day, END_OF_DAY, CHINA)
