"""The terms of a case from what happened in it, by the statutory clock; limits of the law next to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from anju.domains.casework.cases.data import (
    CaseClock,
    Happened,
    Limit,
    LimitRule,
    Matter,
    Side,
    Step,
    TermRule,
)
from anju.domains.casework.cases.rules.reading import CONFIRMING, PERSON
from anju.foundation.calendar import months_after
from anju.foundation.calendar.statutory import Event, Kind, State, term_status
from anju.foundation.calendar.working_calendar import WorkingCalendar

CLOSING = (Step.CONFIRMED, Step.WITHDRAWN)
RUNNING = (State.RUNNING, State.LATE)


def clocks(
    matter: Matter,
    happened: Sequence[Happened],
    *,
    urgent: bool,
    now: datetime,
    calendar: WorkingCalendar,
) -> list[CaseClock]:
    """Every term that has begun, round by round: a reopening begins a new round, and the earlier ones stay."""
    found: list[CaseClock] = []
    for number, part in enumerate(rounds(happened), 1):
        for rule in matter.terms:
            begun = None if rule.urgent and not urgent else _start(rule, part)
            if begun is not None:
                events = _events(rule, part[begun + 1 :])
                status = term_status(rule.term, part[begun].at, events, now=now, calendar=calendar)
                found.append(CaseClock(rule, status, number))
    return found


def rounds(happened: Sequence[Happened]) -> list[list[Happened]]:
    """The history cut where the case was reopened."""
    parts: list[list[Happened]] = [[]]
    for one in happened:
        if one.step is Step.REOPENED and parts[-1]:
            parts.append([])
        parts[-1].append(one)
    return parts


def due(found: Sequence[CaseClock], *who: Side) -> datetime | None:
    """The next moment that these owe something; None while nothing of theirs runs."""
    moments = [
        c.status.due
        for c in found
        if c.rule.who in who and c.status.state in RUNNING and c.status.due
    ]
    return min(moments, default=None)


def _start(rule: TermRule, part: Sequence[Happened]) -> int | None:
    """Where the term begins: at the last such step for the person's, at the first for all others."""
    step, _colon, stage = rule.starts.partition(":")
    places = [
        n
        for n, one in enumerate(part)
        if (one.step == step and (not stage or one.detail.get("stage") == stage))
    ]
    if not places and step in (Step.FILED, Step.ACCEPTED) and part[0].step is Step.REOPENED:
        places = [0]
    if not places:
        return None
    return places[-1] if rule.who is Side.PERSON else places[0]


def _events(rule: TermRule, after: Sequence[Happened]) -> list[Event]:
    events: list[Event] = []
    for n, one in enumerate(after):
        if one.step is Step.CONTESTED:  # it may have been proposed while documents were waited for
            events.append(Event(one.at, Kind.RESUME, PERSON))
        kind, reason = _meaning(rule, one, after[n + 1 :])
        if kind is not None:
            events.append(Event(one.at, kind, reason))
    return events


def _meaning(rule: TermRule, one: Happened, later: Sequence[Happened]) -> tuple[Kind | None, str]:
    if one.step in CLOSING or (one.step in rule.ends and one.step is not Step.PROPOSED):
        return Kind.DONE, ""
    match one.step:
        case Step.ASKED:
            return Kind.STOP, PERSON
        case Step.ANSWERED | Step.HANDED_OVER | Step.STAGED:
            return Kind.RESUME, PERSON
        case Step.PROPOSED:
            contested = any(o.step is Step.CONTESTED for o in later)
            met = one.step in rule.ends and not contested
            return (Kind.DONE, "") if met else (Kind.STOP, CONFIRMING)
        case Step.CONTESTED:
            return Kind.RESUME, CONFIRMING
        case Step.EXTENDED if one.detail.get("term") == rule.code:
            return Kind.EXTEND, ""
    return None, ""


def limits(matter: Matter, answers: Mapping[str, str]) -> tuple[Limit, ...]:
    """The limits of a matter: none runs until the day from which it counts was answered."""
    return tuple(_limit(rule, answers.get(rule.since, "")) for rule in matter.limits)


def _limit(rule: LimitRule, since: str) -> Limit:
    until = months_after(date.fromisoformat(since), rule.months) if since else None
    return Limit(rule.code, until, rule.source)
