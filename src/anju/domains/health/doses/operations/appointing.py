"""Appointments: a day on which a child is expected, made by the family or the desk; one at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from anju.domains.health.children.models import Child
from anju.domains.health.children.operations import care
from anju.domains.health.clinics.data import GIVE
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.doses.models import AppointmentRow
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, Refused

AHEAD = 120
"""Days ahead of which an appointment may be made."""


def appoint(child_id: int, day: date, *, actor: Actor, at: datetime) -> None:
    """Expect the child at its own clinic on a day; an appointment that was made before moves there. By the family, or
    the clinic's desk. `NotFound` ``child_unknown``; `NotAllowed`; `Refused` ``clinic_day``, ``appointment_closed``
    (the clinic gives nothing on that weekday), ``child_without_clinic``."""
    today = local_date(at)
    if not today <= day <= today + timedelta(days=AHEAD):
        raise Refused("clinic_day", days=AHEAD)
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            if row.clinic_id is None:
                raise Refused("child_without_clinic")
            place = clinic(row.clinic_id)
            by_family = _side(row, place.region, actor)
            if day.isoweekday() not in place.weekdays:
                raise Refused("appointment_closed", clinic=place.name)
            open_one = AppointmentRow.objects.filter(child=row, ended_at=None)
            if open_one.filter(day=day, clinic_id=place.id).exists():
                return
            open_one.update(ended_at=at)
            AppointmentRow.objects.create(
                child=row,
                clinic_id=place.id,
                region=place.region,
                day=day,
                by_family=by_family,
                at=at,
            )
            _note(row, "health.appointment", actor, at, day=day.isoformat())


def call_off(child_id: int, *, actor: Actor, at: datetime) -> None:
    """The child does not come on that day. Again, nothing changes."""
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            _side(row, clinic(row.clinic_id).region if row.clinic_id else "", actor)
            if AppointmentRow.objects.filter(child=row, ended_at=None).update(ended_at=at):
                _note(row, "health.appointment_off", actor, at)


def _side(row: Child, region: str, actor: Actor) -> bool:
    """True for the family, which sees the record by itself; staff need the desk of the child's clinic."""
    if actor.kind == "public":
        return True
    if not actor.may(GIVE, region=region):
        raise NotAllowed("not_allowed", permission=GIVE, region=region, party="")
    return False


def _note(row: Child, action: str, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="child",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail=detail,
    )
