"""How two places keep an agreement, counted over the messages that both have. Whole numbers only, nothing of the moment
or the place: the same messages give the same figures to the byte. No tables, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from anju.domains.exchange.cooperation.data.measures import (
    SERVICE_DAY,
    Duty,
    Figures,
    Kept,
    Measure,
    Report,
    Written,
)
from anju.domains.exchange.cooperation.rules.flows import flow
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    DEPARTURE,
    ENQUIRY,
    IMPLAUSIBLE,
    REPLY,
    WITHDRAWAL,
)
from anju.foundation.clock import local_date

_ASKED = {
    Measure.ARRIVALS: (ARRIVAL, (DEPARTURE, IMPLAUSIBLE)),
    Measure.ENQUIRIES: (ENQUIRY, (REPLY,)),
}
"""Measure → what was sent, and what answers it to the end. What is set aside is not answered yet."""
Terms = Mapping[str, Any]
Delays = Iterable[tuple[date, date | None]]
"""When something was asked, and when it came."""


def duties_of(terms: Terms) -> tuple[Duty, ...]:
    """The duties of the terms; those in words alone have neither side, term nor measure."""
    return tuple(_duty(n, d) for n, d in enumerate(terms["duties"], 1))


def _duty(number: int, held: str | Mapping[str, Any]) -> Duty:
    if isinstance(held, str):
        return Duty(number, held)
    due, measure = held.get("due"), held.get("measure")
    return Duty(
        number,
        held["text"],
        held.get("by", ""),
        date.fromisoformat(due) if due else None,
        Measure(measure) if measure else None,
        held.get("days", 0),
        held.get("percent", 0),
    )


def figures(
    terms: Terms, found: Sequence[Written], reports: Sequence[Report], first: date, through: date
) -> Figures:
    """The figures of a period: duties by what came under the agreement, flows by all messages of the link. What was
    written after its last day does not count, whoever has it already."""
    counted = counting([w for w in found if w.day <= through])
    held = _held(reports, through)
    places = sorted(s["place"] for s in terms["sides"])
    kept = []
    for duty in duties_of(terms):
        for place in places if duty.measure and not duty.by else [duty.by]:
            if duty.measure is None:
                continue
            delays = (
                _service_days(terms, held, first, through, place if duty.by else "")
                if duty.measure is Measure.SERVICE_DAYS
                else _answers(duty.measure, counted, place, terms["number"], first, through)
            )
            if duty.measure is Measure.SERVICE_DAYS and not duty.by and place != places[0]:
                continue  # held together: counted once
            kept.append(_kept(duty, place, delays, through))
    one, other = places
    return Figures(
        tuple(kept),
        (flow(counted, one, other, first, through), flow(counted, other, one, first, through)),
    )


def counting(found: Iterable[Written]) -> list[Written]:
    """Without what its sender took back, each once, in an order that is the same everywhere."""
    known = {w.message_id: w for w in found}
    back = {
        w.reply_to
        for w in known.values()
        if w.kind == WITHDRAWAL
        and w.reply_to in known
        and known[w.reply_to].sender == w.sender
        and w.reply_to != w.message_id
    }
    left = (w for w in known.values() if w.message_id not in back and w.kind != WITHDRAWAL)
    return sorted(left, key=lambda w: (w.at, w.message_id))


def _answers(
    measure: Measure, found: Sequence[Written], by: str, number: str, first: date, through: date
) -> Delays:
    """What came under the agreement, and its answers, whatever agreement they went under."""
    asked, answering = _ASKED[measure]
    answers: dict[str, date] = {}
    for w in found:
        if w.kind in answering and w.sender == by and w.reply_to:
            answers.setdefault(w.reply_to, w.day)
    return [
        (w.day, answers.get(w.message_id))
        for w in found
        if w.kind == asked and w.sender != by and w.agreement == number
        if first <= w.day <= through
    ]


def _held(reports: Sequence[Report], through: date) -> dict[date, date]:
    """Agreed day → the first day on which one of the places says it was held, in its latest report."""
    latest: dict[tuple[str, date], Report] = {}
    for r in sorted(reports, key=lambda r: (r.at, r.sender)):
        if r.about == SERVICE_DAY and local_date(r.at) <= through:
            latest[r.sender, r.day] = r
    found: dict[date, date] = {}
    for (_, day), report in latest.items():
        on = report.held_on
        if on is not None:
            found[day] = min(on, found.get(day, on))
    return found


def _service_days(
    terms: Terms, held: Mapping[date, date], first: date, through: date, place: str
) -> Delays:
    planned = (
        date.fromisoformat(p["day"])
        for p in terms.get("service_days", ())
        if not place or p["place"] == place
    )
    return [(day, held.get(day)) for day in planned if first <= day <= through]


def _kept(duty: Duty, by: str, delays: Delays, through: date) -> Kept:
    in_time = late = overdue = still = 0
    for asked, came in delays:
        if came is not None:
            in_time += (came - asked).days <= duty.days
            late += (came - asked).days > duty.days
        else:
            overdue += (through - asked).days > duty.days
            still += (through - asked).days <= duty.days
    return Kept(duty.number, by, in_time, late, overdue, still)
