"""Recording a dose: given here from the clinic's stock, or known from a booklet, the registry or the parents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from anju.domains.health.children.models import Child
from anju.domains.health.children.operations import care
from anju.domains.health.children.queries import sealing
from anju.domains.health.children.queries.children import observations
from anju.domains.health.clinics.data import Clinic, Move
from anju.domains.health.clinics.models import LotRow
from anju.domains.health.clinics.operations import stock
from anju.domains.health.clinics.queries import clinics_by_id
from anju.domains.health.doses.data import (
    ASKED,
    Dose,
    DoseState,
    NewDose,
    Picture,
    Source,
)
from anju.domains.health.doses.models import AppointmentRow, DoseRow
from anju.domains.health.doses.queries import pictures
from anju.domains.health.doses.rules.conflicts import fault_of
from anju.domains.health.immunization.data.answers import DoseStatus, Person, Status
from anju.domains.health.immunization.queries import schedule_on
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key


def record_dose(
    child_id: int,
    clinic_id: int,
    new: NewDose,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    asked: Mapping[str, bool] | None = None,
    despite: bool = False,
) -> int:
    """Record a dose of a child in the clinic's sight; its id. The same `key` again changes nothing.

    Of one given here: `asked` answers every question of `ASKED`, the lot is the clinic's, on hand and not expired, no
    contraindication holds, and a dose that would not count is given only with `despite`. A dose given elsewhere is
    accepted as it was and evaluated. `NotFound` ``child_unknown``; `NotAllowed`; `Refused` ``child_not_here`` and those
    of `fault_of`, ``dose_asked_missing``, ``dose_contraindicated`` (`clause`), ``dose_deferred`` (`asked`),
    ``dose_would_not_count`` (`reason`, `clause`), ``lot_unknown``, ``lot_other_vaccine``, ``lot_expired``,
    ``stock_short``; `Conflict` ``dose_recorded_already`` (`clinic`, `day`).
    """
    require_key(key)
    require_no_identity_number(new.note, new.place, new.lot)
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            place = care.clinic_for(child_id, clinic_id, actor)
            before = DoseRow.objects.filter(child_id=child_id, key=key).first()
            if before is not None:
                return int(before.pk)
            dose = _checked(row, place, new, at, asked, despite)
            number = write_dose(row, place, dose, key=key, actor=actor, at=at)
            _take_from_lot(dose, number, actor, at)
            renew(row, local_date(at))
            if new.source is Source.HERE:
                AppointmentRow.objects.filter(child=row, ended_at=None).update(
                    ended_at=at, kept=True
                )
    return number


def _checked(
    row: Child,
    place: Clinic,
    new: NewDose,
    at: datetime,
    asked: Mapping[str, bool] | None,
    despite: bool,
) -> NewDose:
    today = local_date(at)
    doses, separate = pictures.doses_of([row.pk])[row.pk]
    standing = [d for d in doses if d.state is DoseState.STANDS]
    schedule = schedule_on(today.toordinal())
    fault = fault_of(new, born=row.born, today=today, standing=standing, schedule=schedule)
    if fault == "dose_recorded_already":
        raise _already(new, standing)
    if fault:
        raise Refused(fault, born=row.born, day=new.day)
    if new.source is not Source.HERE:
        return new
    answers = dict(asked or {})
    if set(answers) != set(ASKED):
        raise Refused("dose_asked_missing")
    held = [a for a in ASKED if answers[a]]
    if held:
        raise Refused("dose_deferred", asked=held)
    person = pictures.person_of(row.born, row.sex, observations(row.pk))
    _require_no_contraindication(person, new, doses, separate, today)
    if not despite:
        _require_counting(pictures.picture(person, doses, separate, today, more=new))
    return _with_lot(place, new, today)


def _already(new: NewDose, standing: list[Dose]) -> Conflict:
    same = next(d for d in standing if d.vaccine == new.vaccine and d.day == new.day)
    known = clinics_by_id([same.clinic_id] if same.clinic_id else [])
    name = next((c.name for c in known.values()), "")
    return Conflict("dose_recorded_already", clinic=name, day=new.day, id=same.id)


def _require_no_contraindication(
    person: Person, new: NewDose, doses: list[Dose], separate: pictures.SeparatePairs, today: date
) -> None:
    """Refuse a vaccine all of whose groups must not be given now."""
    found = pictures.picture(person, doses, separate, today)
    holds = {a.antigen for a in found.schedule.vaccines[new.vaccine]}
    groups = {g.name for g in found.schedule.groups if holds & set(g.antigens)}
    mine = [a.forecast for a in found.answers if a.group in groups]
    barred = [f for f in mine if f.status is Status.CONTRAINDICATED]
    usable = {v for f in mine for v in f.vaccines}
    if barred and len(barred) == len(mine):
        raise Refused("dose_contraindicated", clause=barred[0].clause)
    codes = {o.code for o in person.observations}
    for antigen in found.schedule.antigens.values():
        for one in antigen.contraindications:
            products = {p.code for p in one.products}
            if not one.unless and one.observation in codes and new.vaccine in products - usable:
                raise Refused("dose_contraindicated", clause=one.clause)


def _require_counting(found: Picture) -> None:
    """Refuse a dose that would count for none of its groups."""
    mine = found.evaluations.get(0, ())
    if mine and all(e.status is not DoseStatus.VALID for e in mine):
        worst = mine[0]
        raise Refused("dose_would_not_count", reason=worst.reason.value, clause=worst.clause)


def _with_lot(place: Clinic, new: NewDose, today: date) -> NewDose:
    lot = LotRow.objects.select_for_update().filter(id=new.lot_id or 0).first()
    if lot is None or lot.clinic_id != place.id:
        raise Refused("lot_unknown")
    if lot.vaccine != new.vaccine:
        raise Refused("lot_other_vaccine", number=lot.number)
    if lot.expires < today:
        raise Refused("lot_expired", number=lot.number, day=lot.expires)
    return NewDose(
        new.vaccine,
        new.day,
        new.source,
        lot.pk,
        lot.number,
        lot.maker,
        new.site,
        place.name,
        new.note,
    )


def _take_from_lot(dose: NewDose, number: int, actor: Actor, at: datetime) -> None:
    if dose.source is Source.HERE:
        lot = LotRow.objects.select_for_update().get(id=dose.lot_id or 0)
        stock.move(lot, Move.GIVEN, 1, key=f"dose:{number}", actor=actor, at=at)


def write_dose(
    row: Child, place: Clinic | None, new: NewDose, *, key: str, actor: Actor, at: datetime
) -> int:
    """Write the row and its trail. Call it as the intake role, with the child locked."""
    (number,) = next_ids("health_dose", 1)
    facts = {
        "vaccine": new.vaccine,
        "day": new.day.isoformat(),
        "lot": new.lot.strip()[:40],
        "maker": new.maker.strip()[:60],
        "site": new.site,
        "place": new.place.strip()[:100],
        "note": new.note.strip()[:200],
    }
    DoseRow.objects.create(
        id=number,
        child=row,
        clinic_id=place.id if place else None,
        source=new.source.value,
        facts_cipher=sealing.sealed(facts, pictures.DOSE, number),
        lot_id=new.lot_id if new.source is Source.HERE else None,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    audit.record_write(
        actor,
        action="health.dose",
        subject_kind="child",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"dose": number, "source": new.source.value},
    )
    return number


def renew(row: Child, today: date) -> None:
    """Compute anew when the child is expected next. Call it as the intake role, with the child locked."""
    if row.state != "active":
        return
    found = pictures.picture_of(row.pk, row.born, row.sex, today)
    if (row.next_from, row.late_from) != (found.next_from, found.late_from):
        row.next_from, row.late_from = found.next_from, found.late_from
        row.save(update_fields=["next_from", "late_from"])
