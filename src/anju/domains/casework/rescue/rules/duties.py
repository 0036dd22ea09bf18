"""Which duties the law lays on a station for somebody, since when, and whether they are done. Computed from what
happened each time, so that none can be forgotten or ticked off by the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from anju.domains.casework.rescue.data import (
    Condition,
    Duty,
    DutyStatus,
    Happened,
    Mark,
    StayState,
    Step,
)
from anju.foundation.calendar import Unit
from anju.foundation.calendar.statutory import Event, Kind, Term, term_status
from anju.foundation.calendar.working_calendar import WorkingCalendar
from anju.foundation.clock import local_date
from anju.foundation.days import day_in

MARKED = {c.value for c in Mark}


def conditions(
    happened: Sequence[Happened], *, minor: bool, unknown: bool, state: StayState
) -> dict[Condition, datetime]:
    """What holds of somebody now, each with the moment since which it has. `happened` in the order of time, the
    admission first."""
    first = happened[0].at
    found = {Condition.EVERYONE: first}
    if minor:
        found[Condition.MINOR] = first
    if unknown:
        found[Condition.UNKNOWN] = first
    for mark, since in _marks(happened).items():
        found[Condition(mark)] = since
    if state is StayState.MISSING:
        found[Condition.MISSING] = max(h.at for h in happened if h.step is Step.MISSING)
    wishes = [h for h in happened if h.step is Step.KIN_WISH or "kin_wish" in h.detail]
    if wishes and wishes[-1].detail.get("kin_wish") == "yes":
        found[Condition.KIN_AGREED] = wishes[-1].at
    return found


def _marks(happened: Iterable[Happened]) -> dict[str, datetime]:
    """The marks that hold, each since it was set last."""
    held: dict[str, datetime] = {}
    for one in happened:
        if "marks" in one.detail:
            now = set(one.detail["marks"].split()) & MARKED
            held = {m: held.get(m, one.at) for m in now}
    return held


def duties_of(
    duties: Sequence[Duty],
    happened: Sequence[Happened],
    held: dict[Condition, datetime],
    *,
    now: datetime,
    calendar: WorkingCalendar,
) -> list[DutyStatus]:
    """Each duty that holds, the open ones first, the nearest first. The stay itself is extended day by day and never
    ticked off: its duty is open as long as somebody is there."""
    found = [
        _status(duty, happened, held[duty.about], now, calendar)
        for duty in duties
        if duty.about in held
    ]
    return sorted(found, key=lambda d: (not d.open, d.due or d.since, d.duty.code))


def _status(
    duty: Duty,
    happened: Sequence[Happened],
    since: datetime,
    now: datetime,
    calendar: WorkingCalendar,
) -> DutyStatus:
    after = [h for h in happened if h.step in duty.done_by and h.at >= since]
    if Step.EXTENDED in duty.done_by and duty.term is not None:
        return _extended(duty, duty.term, after, since, now, calendar)
    done = after[0].at if after else None
    if duty.term is None:
        return DutyStatus(duty, since, None, done)
    events = [Event(done, Kind.DONE)] if done else []
    status = term_status(duty.term, since, events, now=max(now, done or now), calendar=calendar)
    return DutyStatus(duty, since, status, done)


def _extended(
    duty: Duty,
    term: Term,
    after: Sequence[Happened],
    since: datetime,
    now: datetime,
    calendar: WorkingCalendar,
) -> DutyStatus:
    """Open while somebody is there; due with the last day until which the office was notified that it goes on."""
    days = [day for h in after if (day := day_in(h.detail.get("until", "")))]
    status = term_status(term, since, now=now, calendar=calendar)
    if status.due is not None and days and max(days) > status.due.date():
        longer = Term((max(days) - local_date(since)).days, Unit.DAYS)
        status = term_status(longer, since, now=now, calendar=calendar)
    return DutyStatus(duty, since, status, None)
