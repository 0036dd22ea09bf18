"""Appointments in a case: the office names day, time and place; either side calls it off, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from anju.domains.casework.cases.data import Side, Step
from anju.domains.casework.cases.models import Case
from anju.domains.casework.cases.operations.handling import act
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.characters import visible
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import Conflict, Refused

AHEAD = timedelta(days=90)
"""How far ahead an appointment may lie."""
MOST_PLACE = 100


def book(
    case_id: int,
    when: datetime | None,
    where: str,
    *,
    text: str = "",
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Make an appointment with the person; it takes the place of the one before. `text`: what to bring.

    `Refused` ``appointment_time`` when it lies behind or more than `AHEAD`, ``appointment_day`` for a day off,
    ``appointment_place``; `Conflict` ``appointment_taken`` (`number`) when who handles it has another one then.
    """

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        if when is None or not at < when <= at + AHEAD:
            raise Refused("appointment_time", days=AHEAD.days)
        day = local_date(when)
        if calendar_of(register.published_days()).on_or_after(day) != day:
            raise Refused("appointment_day")
        place = visible(where)
        if not place or len(place) > MOST_PLACE:
            raise Refused("appointment_place", most=MOST_PLACE)
        if row.handler_id is None:
            row.handler_id, row.handler_label = actor.user_id, actor.label[:100]
        same = Case.objects.filter(handler_id=row.handler_id, appointed_at=when).exclude(pk=row.pk)
        if (other := same.first()) is not None:
            raise Conflict("appointment_taken", number=other.number)
        row.appointed_at = when
        return {"when": f"{when.astimezone(CHINA):%Y-%m-%d %H:%M}", "where": place}

    act(case_id, Step.BOOKED, change, key=key, actor=actor, at=at, text=text)


def cancel_appointment(
    case_id: int, *, text: str = "", key: str, actor: Actor, at: datetime
) -> None:
    """Call the appointment off. `Conflict` ``appointment_none`` where there is none."""

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        if row.appointed_at is None:
            raise Conflict("appointment_none")
        before, row.appointed_at = row.appointed_at, None
        return {"when": f"{before.astimezone(CHINA):%Y-%m-%d %H:%M}"}

    act(case_id, Step.CANCELLED, change, key=key, actor=actor, at=at, text=text)
