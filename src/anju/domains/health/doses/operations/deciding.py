"""Deciding about doses: withdrawn, corrected, one or two. Nothing is overwritten; the next evaluation follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from anju.domains.health.children.models import Child
from anju.domains.health.children.operations import care
from anju.domains.health.clinics.data import Clinic, Move
from anju.domains.health.clinics.models import LotRow
from anju.domains.health.clinics.operations import stock
from anju.domains.health.doses.data import Decision, Dose, DoseState, NewDose, Source
from anju.domains.health.doses.models import DoseDecisionRow, DoseRow
from anju.domains.health.doses.operations.recording import renew, write_dose
from anju.domains.health.doses.queries import pictures
from anju.domains.health.doses.rules.conflicts import fault_of
from anju.domains.health.immunization.queries import schedule_on
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key


def withdraw_dose(
    dose_id: int, clinic_id: int, reason: str, *, key: str, actor: Actor, at: datetime
) -> None:
    """A dose was recorded by mistake; it stays on file and counts no more. One from the clinic's stock goes back on
    hand. Again, nothing changes. `NotFound` ``dose_unknown``; `NotAllowed`; `Refused` ``dose_reason_missing``,
    ``dose_decided``, ``dose_of_other_clinic`` (given here and recorded by another clinic)."""
    require_key(key)
    words = _reason(reason)
    with transaction.atomic():
        child_id = _seen(dose_id, actor)
        with as_intake_role():
            row, dose, place = _held(child_id, dose_id, clinic_id, actor)
            if _known(dose_id, key):
                return
            _require_open(dose, place)
            _write(row, dose, Decision.WITHDRAWN, None, words, key, actor, at)
            _back_on_hand(dose, actor, at)
            renew(row, local_date(at))


def correct_dose(
    dose_id: int,
    clinic_id: int,
    new: NewDose,
    reason: str,
    *,
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Enter a dose as it really was, in the record in which it was entered; the first entry stays on file. The source
    does not change, nor the lot of one given here. The new dose's id. Raises what `withdraw_dose` and `fault_of`
    name."""
    require_key(key)
    words = _reason(reason)
    require_no_identity_number(new.note, new.place, new.lot)
    with transaction.atomic():
        child_id = _seen(dose_id, actor)
        with as_intake_role():
            row, dose, place = _held(child_id, dose_id, clinic_id, actor)
            under = Child.objects.get(doses=dose_id)
            again = DoseRow.objects.filter(child=under, key=key).first()
            if again is not None:
                return int(again.pk)
            _require_open(dose, place)
            new = _as_recorded(new, dose)
            _require_sound(new, row, dose, at)
            number = write_dose(under, place, new, key=key, actor=actor, at=at)
            _write(row, dose, Decision.CORRECTED, number, words, key, actor, at)
            renew(row, local_date(at))
    return number


def decide(
    dose_id: int,
    other_id: int,
    clinic_id: int,
    *,
    same: bool,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Two sources name a dose: `same` keeps `dose_id` and lets the other count no more; otherwise both are doses.
    Again, nothing changes. `NotFound` ``dose_unknown``; `Refused` ``dose_decided``."""
    require_key(key)
    with transaction.atomic():
        child_id = _seen(dose_id, actor)
        if _seen(other_id, actor) != child_id:
            raise NotFound("dose_unknown")
        with as_intake_role():
            row, dose, _place = _held(child_id, dose_id, clinic_id, actor)
            _row, other, _place = _held(child_id, other_id, clinic_id, actor)
            if _known(other_id, key):
                return
            if DoseState.STANDS not in {dose.state} & {other.state} or dose_id == other_id:
                raise Refused("dose_decided")
            decision = Decision.SAME if same else Decision.SEPARATE
            _write(row, other, decision, dose_id, "", key, actor, at)
            renew(row, local_date(at))


def _seen(dose_id: int, actor: Actor) -> int:
    """The child whose dose it is, as far as the actor sees it."""
    child_id = (
        DoseRow.objects.filter(id=dose_id).values_list("child__joined_to_id", "child_id").first()
    )
    if child_id is None:
        raise NotFound("dose_unknown")
    stands = child_id[0] or child_id[1]
    care.see(stands, actor)
    return int(stands)


def _held(child_id: int, dose_id: int, clinic_id: int, actor: Actor) -> tuple[Child, Dose, Clinic]:
    row = care.locked(child_id)
    place = care.clinic_for(child_id, clinic_id, actor)
    doses, _separate = pictures.doses_of([child_id])[child_id]
    return row, next(d for d in doses if d.id == dose_id), place


def _require_open(dose: Dose, place: Clinic) -> None:
    if dose.state is not DoseState.STANDS:
        raise Refused("dose_decided")
    if dose.source is Source.HERE and dose.clinic_id != place.id:
        raise Refused("dose_of_other_clinic")


def _as_recorded(new: NewDose, dose: Dose) -> NewDose:
    if dose.source is not Source.HERE:
        return replace(new, source=dose.source, lot_id=None)
    return replace(
        new,
        vaccine=dose.vaccine,
        source=Source.HERE,
        lot_id=dose.lot_id,
        lot=dose.lot,
        maker=dose.maker,
        place=dose.place,
    )


def _require_sound(new: NewDose, row: Child, dose: Dose, at: datetime) -> None:
    today = local_date(at)
    doses, _separate = pictures.doses_of([row.pk])[row.pk]
    standing = [d for d in doses if d.state is DoseState.STANDS and d.id != dose.id]
    fault = fault_of(
        replace(new, source=Source.BOOKLET),
        born=row.born,
        today=today,
        standing=standing,
        schedule=schedule_on(today.toordinal()),
    )
    if fault:
        raise Refused(fault, born=row.born, day=new.day, clinic="")


def _back_on_hand(dose: Dose, actor: Actor, at: datetime) -> None:
    if dose.lot_id is not None:
        lot = LotRow.objects.select_for_update().get(id=dose.lot_id)
        stock.move(lot, Move.BACK, 1, key=f"back:{dose.id}", actor=actor, at=at)


def _reason(reason: str) -> str:
    words = reason.strip()[:200]
    if not words:
        raise Refused("dose_reason_missing")
    require_no_identity_number(words)
    return words


def _known(dose_id: int, key: str) -> bool:
    return DoseDecisionRow.objects.filter(dose_id=dose_id, key=key).exists()


def _write(
    row: Child,
    dose: Dose,
    decision: Decision,
    other: int | None,
    reason: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    (number,) = next_ids("health_dose_decision", 1)
    DoseDecisionRow.objects.create(
        id=number,
        dose_id=dose.id,
        decision=decision.value,
        other_id=other,
        reason_cipher=encrypt(reason, pictures.REASON, row=row_of(number)) if reason else None,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    audit.record_write(
        actor,
        action="health.dose_decided",
        subject_kind="child",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"dose": dose.id, "decision": decision.value, "other": other or 0},
    )
