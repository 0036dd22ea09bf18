"""Keeping a record right: name and number, guardians, what is known of the child's health."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anju.domains.health.children.data import NewChild, NewGuardian
from anju.domains.health.children.models import Child, GuardianRow, ObservationRow
from anju.domains.health.children.operations import care
from anju.domains.health.children.operations.opening import add_guardians, sound, sound_guardian
from anju.domains.health.children.queries import sealing
from anju.domains.health.children.queries.children import family_of
from anju.domains.health.immunization.queries import schedule_on
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotFound, Refused


def correct_child(
    child_id: int,
    clinic_id: int,
    *,
    actor: Actor,
    at: datetime,
    name: str | None = None,
    number: str | None = None,
    address: str | None = None,
    sex: str | None = None,
    order: int | None = None,
) -> None:
    """Enter what the child is called now, its number once it has one, and so on; what is None stays. `Conflict`
    ``child_number_taken`` (`id`) where another record has the number; raises what `opening.sound` raises."""
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            care.clinic_for(child_id, clinic_id, actor)
            facts = sealing.opened(row.facts_cipher, sealing.CHILD, row.pk)
            now = sound(
                NewChild(
                    facts["name"] if name is None else name,
                    row.born,
                    row.sex if sex is None else sex,
                    facts["number"] if number is None else number,
                    row.birth_order if order is None else order,
                    address=facts["address"] if address is None else address,
                ),
                today=local_date(at),
            )
            require_free(now.number, row)
            after = {"name": now.name, "number": now.number, "address": now.address}
            if after == facts and (now.sex, now.order) == (row.sex, row.birth_order):
                return
            changed = [k for k in after if after[k] != facts[k]]
            row.facts_cipher = sealing.sealed(after, sealing.CHILD, row.pk)
            row.number_index = sealing.number_of(now.number) or None
            row.sounds_index = sealing.sounds_of(now.name) or None
            row.sex, row.birth_order = now.sex, now.order
            row.save()
            _note(row, "health.child_corrected", actor, at, changed=changed)


def require_free(number: str, row: Child) -> None:
    """`Conflict` ``child_number_taken`` (`id`) where another record that stands has the number."""
    if not number:
        return
    other = Child.objects.filter(number_index=sealing.number_of(number), joined_to=None)
    found = other.exclude(id=row.pk).values_list("id", flat=True).first()
    if found is not None:
        raise Conflict("child_number_taken", id=found)


def add_guardian(
    child_id: int, clinic_id: int, guardian: NewGuardian, *, actor: Actor, at: datetime
) -> None:
    """Enter a guardian; one with the same number or phone changes nothing."""
    guardian = sound_guardian(guardian)
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            care.clinic_for(child_id, clinic_id, actor)
            hashes, _names = sealing.guardian_features([guardian])
            held = dict(sealing.features_of([row]))[row.pk].guardians
            if hashes and hashes <= held:
                return
            add_guardians(row.pk, [guardian], at)
            _note(row, "health.guardian", actor, at, relation=guardian.relation)


def end_guardian(guardian_id: int, clinic_id: int, *, actor: Actor, at: datetime) -> None:
    """End a guardian's part: the phone shows the booklet no more. `NotFound` ``guardian_unknown``."""
    with transaction.atomic():
        known = GuardianRow.objects.filter(id=guardian_id, ended_at=None).first()
        if known is None:
            raise NotFound("guardian_unknown")
        with as_intake_role():
            care.clinic_for(known.child_id, clinic_id, actor)
            row = care.locked(known.child_id)
            _end_everywhere(known, at)
            _note(row, "health.guardian_ended", actor, at, relation=known.relation)


def _end_everywhere(known: GuardianRow, at: datetime) -> None:
    """End it in the records joined to this one too, from which it may have come."""
    same = {
        name: getattr(known, name)
        for name in ("person_id", "user_id", "number_index", "phone_index", "sounds_index")
    }
    rows = GuardianRow.objects.filter(child_id__in=family_of(known.child_id), ended_at=None)
    rows.filter(**same).update(ended_at=at)


def observe(
    child_id: int,
    clinic_id: int,
    code: str,
    *,
    since: date | None = None,
    holds: bool = True,
    actor: Actor,
    at: datetime,
) -> None:
    """Enter something known of the child's health that the schedule asks about, or that it no longer holds. `Refused`
    ``observation_unknown``, ``observation_day``."""
    today = local_date(at)
    if code not in observation_codes(today):
        raise Refused("observation_unknown")
    if since is not None and since > today:
        raise Refused("observation_day")
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            care.clinic_for(child_id, clinic_id, actor)
            rows = list(ObservationRow.objects.filter(child=row, ended_at=None))
            facts = sealing.opened_many(
                [r.facts_cipher for r in rows], sealing.OBSERVATION, [r.pk for r in rows]
            )
            wanted = {"code": code, "since": since.isoformat() if since else ""}
            if holds and wanted in facts:
                return
            ended = [r.pk for r, f in zip(rows, facts, strict=True) if f["code"] == code]
            ObservationRow.objects.filter(id__in=ended).update(ended_at=at)
            if holds:
                (number,) = next_ids("health_observation", 1)
                ObservationRow.objects.create(
                    id=number,
                    child=row,
                    facts_cipher=sealing.sealed(wanted, sealing.OBSERVATION, number),
                    by_user=actor.user_id,
                    by_label=actor.label[:100],
                    at=at,
                )
            Child.objects.filter(id=row.pk, state="active").update(next_from=today)
            _note(row, "health.observed", actor, at, holds=holds)


def observation_codes(today: date) -> list[str]:
    """What the schedule in force asks about a child's health."""
    schedule = schedule_on(today.toordinal())
    asked = {c.observation for a in schedule.antigens.values() for c in a.contraindications}
    risks = {
        i.observation for a in schedule.antigens.values() for s in a.series for i in s.indications
    }
    return [code for code in schedule.names if code in asked | risks | {"immunoglobulin"}]


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
