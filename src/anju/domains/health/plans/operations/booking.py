"""Booking a day: by the woman, the family or the desk; one at a time, moved and called off at will."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from anju.domains.health.plans.data import AHEAD
from anju.domains.health.plans.models import BookingRow
from anju.domains.health.plans.operations.holding import (
    by_family,
    clinic_of,
    locked,
    note,
    require_open,
    see,
)
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused


def book(plan_id: int, day: date, *, actor: Actor, at: datetime) -> None:
    """Expect somebody at the plan's clinic on a day; a booking that was made before moves there. `NotFound`
    ``plan_unknown``; `NotAllowed`; `Refused` ``plan_left``, ``plan_done``, ``clinic_day``, ``appointment_closed``,
    ``child_without_clinic``."""
    today = local_date(at)
    if not today <= day <= today + timedelta(days=AHEAD):
        raise Refused("clinic_day", days=AHEAD)
    with transaction.atomic():
        see(plan_id, actor)
        with as_intake_role():
            row, _facts = locked(plan_id)
            require_open(row)
            family, place = by_family(row, actor), clinic_of(row)
            if day.isoweekday() not in place.weekdays:
                raise Refused("appointment_closed", clinic=place.name)
            open_one = BookingRow.objects.filter(plan=row, ended_at=None)
            if open_one.filter(day=day, clinic_id=place.id).exists():
                return
            open_one.update(ended_at=at)
            BookingRow.objects.create(
                plan=row, clinic_id=place.id, day=day, by_family=family, at=at
            )
            note(row, "plan.booked", actor, at, day=day.isoformat())


def cancel(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Call the booking off. Again, nothing changes. `NotFound` ``plan_unknown``; `NotAllowed`."""
    with transaction.atomic():
        see(plan_id, actor)
        with as_intake_role():
            row, _facts = locked(plan_id)
            by_family(row, actor)
            if BookingRow.objects.filter(plan=row, ended_at=None).update(ended_at=at):
                note(row, "plan.booking_off", actor, at)
