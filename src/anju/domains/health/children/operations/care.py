"""Which clinics see a child: its own, those where the booklet was shown, and how it changes when the family moves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.health.children.data import VISIT_DAYS, CareKind, ChildState
from anju.domains.health.children.models import Care, Child
from anju.domains.health.children.queries import sealing
from anju.domains.health.children.queries.children import seen_by
from anju.domains.health.clinics.data import GIVE, STAFF, Clinic
from anju.domains.health.clinics.queries import clinic
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotFound, Refused


def admit(code: str, clinic_id: int, *, actor: Actor, at: datetime) -> int:
    """The child whose booklet is shown at a clinic's desk: the clinic sees the record from now on, for `VISIT_DAYS`
    where it is not the child's own. `NotAllowed`; `NotFound` ``clinic_unknown``, ``booklet_unknown``; `Refused`
    ``too_many_tries``."""
    place = clinic(clinic_id)
    require_staff(actor, place)
    access.count_try("booklet.desk", str(actor.user_id), at=at)
    with transaction.atomic(), as_intake_role():
        row = Child.objects.filter(booklet_index=sealing.booklet_of(code)).first()
        if row is None:
            raise NotFound("booklet_unknown")
        child_id = row.joined_to_id or row.pk
        show_to(child_id, place, actor, at)
    return int(child_id)


def hand_over(child_id: int, clinic_id: int, *, actor: Actor, at: datetime) -> None:
    """The child's own clinic is this one from today on; by its desk, where the guardian stands with the booklet (the
    record is in the clinic's sight). The clinic before sees it no more. Again, nothing changes. `NotFound`
    ``child_unknown``, ``clinic_unknown``; `NotAllowed`."""
    place = clinic(clinic_id)
    actor.require(GIVE, region=place.region)
    with transaction.atomic():
        see(child_id, actor)
        with as_intake_role():
            row = locked(child_id)
            if row.clinic_id == place.id and row.state == ChildState.ACTIVE:
                return
            before = row.clinic_id
            _end_own(row, at)
            row.clinic_id, row.state, row.region = place.id, ChildState.ACTIVE.value, place.region
            row.next_from = row.next_from or local_date(at)
            row.save(update_fields=["clinic_id", "state", "region", "next_from"])
            take_into(row, place, actor, at)
            _note(row, "health.hand_over", actor, at, {"from": before, "to": place.id})


def move_away(child_id: int, *, actor: Actor, at: datetime) -> None:
    """The family has moved to another city; the clinic sees the record for `VISIT_DAYS` more, and it is reminded of
    nothing. Again, nothing changes. `NotFound` ``child_unknown``; `NotAllowed` where it is not the child's own
    clinic."""
    with transaction.atomic():
        see(child_id, actor)
        with as_intake_role():
            row = locked(child_id)
            if row.state == ChildState.AWAY:
                return
            place = clinic(row.clinic_id) if row.clinic_id else None
            actor.require(GIVE, region=place.region if place else "")
            last = local_date(at) + timedelta(days=VISIT_DAYS)
            Care.objects.filter(child=row, until=None).update(until=last)
            row.state, row.clinic_id = ChildState.AWAY.value, None
            row.next_from, row.late_from = None, None
            row.save(update_fields=["state", "clinic_id", "next_from", "late_from"])
            _note(row, "health.moved_away", actor, at, {"from": place.id if place else 0})


def see(child_id: int, actor: Actor) -> None:
    """Raise `NotFound` ``child_unknown`` unless the transaction's own scope admits the record. Call it outside the
    intake role."""
    if not seen_by(actor).filter(id=child_id).exists():
        raise NotFound("child_unknown")


def require_staff(actor: Actor, place: Clinic) -> None:
    """Raise `NotAllowed` unless the actor works at one of the clinic's desks."""
    if not any(actor.may(p, region=place.region) for p in STAFF):
        actor.require(GIVE, region=place.region)


def locked(child_id: int) -> Child:
    """The row, held for this transaction."""
    return Child.objects.select_for_update().get(id=child_id)


def clinic_for(child_id: int, clinic_id: int, actor: Actor) -> Clinic:
    """The clinic at which the actor works with a child's record. `NotAllowed` without the desk there; `Refused`
    ``child_not_here`` where the clinic does not see the child."""
    place = clinic(clinic_id)
    actor.require(GIVE, region=place.region)
    if not Care.objects.filter(child_id=child_id, clinic_id=clinic_id).exists():
        raise Refused("child_not_here")
    return place


def show_to(child_id: int, place: Clinic, actor: Actor, at: datetime) -> None:
    """Let a clinic see the record. Call it as the intake role."""
    today = local_date(at)
    held = Care.objects.filter(child_id=child_id, clinic_id=place.id)
    if held.filter(until=None).exists():
        return
    last = today + timedelta(days=VISIT_DAYS)
    if held.filter(kind=CareKind.VISIT.value, until=last).exists():
        return
    Care.objects.create(
        child_id=child_id,
        clinic_id=place.id,
        region=place.region,
        kind=CareKind.VISIT.value,
        since=today,
        until=last,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    audit.record_write(
        actor,
        action="health.admit",
        subject_kind="child",
        subject_id=child_id,
        at=at,
        detail={"clinic": place.id},
    )


def take_into(row: Child, place: Clinic, actor: Actor, at: datetime) -> None:
    """Make the clinic the child's own. Call it as the intake role."""
    Care.objects.create(
        child=row,
        clinic_id=place.id,
        region=place.region,
        kind=CareKind.OWN.value,
        since=local_date(at),
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )


def _end_own(row: Child, at: datetime) -> None:
    yesterday = local_date(at) - timedelta(days=1)
    Care.objects.filter(child=row, kind=CareKind.OWN.value).filter(until=None).update(
        until=yesterday
    )


def _note(row: Child, action: str, actor: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="child",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail=detail,
    )
