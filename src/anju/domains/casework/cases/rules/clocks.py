"""The terms of a case from what happened in it, by the statutory clock; limits of the law next to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

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
from anju.foundation.calendar.statutory import (
    Event,
    ExtensionError,
    Kind,
    State,
    TermStatus,
    term_status,
)
from anju.foundation.calendar.working_calendar import WorkingCalendar
from anju.foundation.clock import CHINA, local_date

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
                start = part[begun].at
                status = term_status(rule.term, start, events, now=now, calendar=calendar)
                longest = _longest(rule, start, events, status, calendar)
                found.append(CaseClock(rule, status, number, longest))
    return found


def _longest(
    rule: TermRule,
    start: datetime,
    events: Sequence[Event],
    status: TermStatus,
    calendar: WorkingCalendar,
) -> datetime | None:
    """When a term that runs would end if it were extended as often as it still can be."""
    left = rule.term.extensions - sum(e.kind is Kind.EXTEND for e in events)
    if status.state is not State.RUNNING or left < 1:
        return None
    latest = max([start, *(e.at for e in events)])
    more = [*events, *[Event(latest, Kind.EXTEND)] * left]
    try:
        return term_status(rule.term, start, more, now=latest, calendar=calendar).due
    except ExtensionError:
        return None


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


def met_in_time(found: Sequence[CaseClock]) -> bool:
    """Has the office missed none of its terms?"""
    missed = (State.LATE, State.MET_LATE)
    return not any(c.rule.who is Side.OFFICE and c.status.state in missed for c in found)


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
    if one.step in CLOSING or (one.step is not Step.PROPOSED and _ends(rule, one)):
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


def _ends(rule: TermRule, one: Happened) -> bool:
    """Does the step end the term: by its name, or by its name and stage?"""
    return one.step.value in rule.ends or f"{one.step}:{one.detail.get('stage')}" in rule.ends


def limits(
    matter: Matter,
    answers: Mapping[str, str],
    happened: Sequence[Happened] = (),
    *,
    calendar: WorkingCalendar | None = None,
) -> tuple[Limit, ...]:
    """The limits of a matter that run, and those of which it says that they do not run."""
    return tuple(
        limit for rule in matter.limits if (limit := _limit(rule, answers, happened, calendar))
    )


def _limit(
    rule: LimitRule,
    answers: Mapping[str, str],
    happened: Sequence[Happened],
    calendar: WorkingCalendar | None,
) -> Limit | None:
    begun = _named(rule.outcome, happened) if rule.outcome else _noon(answers.get(rule.since, ""))
    if begun is None:
        return Limit(rule.code, None, rule.source, rule.idle) if rule.idle[0] else None
    due = term_status(rule.term, begun, now=begun, calendar=calendar).due
    return Limit(rule.code, local_date(due) if due else None, rule.source, rule.words)


def _noon(day: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(12), CHINA) if day else None


def _named(outcome: str, happened: Sequence[Happened]) -> datetime | None:
    """When the outcome that stands was named; None when another one, or none, stands."""
    found: datetime | None = None
    for one in happened:
        if one.step is Step.PROPOSED:
            found = one.at if one.detail.get("outcome") == outcome else None
        elif one.step in (Step.CONTESTED, Step.REOPENED):
            found = None
    return found
