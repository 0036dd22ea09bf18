"""A child's record on its way between cities: out as the body of a transfer, in as doses of the registry. The exchange
carries it at the request of a guardian (class `record_transfer`, purpose ``vaccination``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.domains.health.children.models import Child
from anju.domains.health.children.operations import care
from anju.domains.health.children.queries import sealing
from anju.domains.health.clinics.data import GIVE
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.doses.data import DoseState, NewDose, Source
from anju.domains.health.doses.models import DoseRow
from anju.domains.health.doses.operations.recording import renew, write_dose
from anju.domains.health.doses.queries import pictures
from anju.domains.health.doses.rules.conflicts import counted, fault_of
from anju.domains.health.immunization.data.schedule import Schedule
from anju.domains.health.immunization.queries import schedule_on
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, Refused
from anju.foundation.request_keys import require_key

CITIZEN, MOST = "111", 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a record that arrived: the child, doses that are new, known already, and that could not be read
    (place in the list from 0, why)."""

    child_id: int
    new: int
    known: int
    unread: tuple[tuple[int, str], ...]


def export_record(child_id: int, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The body of a transfer: who it is, that the guardian asked today, and the doses that stand. By the family or a
    clinic that sees the record. `NotFound` ``child_unknown``; `Refused` ``transfer_without_number`` (the other city
    finds the child by its number), ``transfer_without_doses``."""
    care.see(child_id, actor)
    if actor.kind == "staff" and not actor.may(GIVE):
        raise NotAllowed("not_allowed", permission=GIVE, region="", party="")
    row = Child.objects.get(id=child_id)
    facts = sealing.opened(row.facts_cipher, sealing.CHILD, row.pk)
    if not facts["number"]:
        raise Refused("transfer_without_number")
    today = local_date(at)
    found = pictures.picture_of(row.pk, row.born, row.sex, today)
    doses = counted(found.doses, found.undecided)[:MOST]
    if not doses:
        raise Refused("transfer_without_doses")
    with transaction.atomic(), as_intake_role():
        audit.record_write(
            actor,
            action="health.exported",
            subject_kind="child",
            subject_id=row.pk,
            at=at,
            person_id=row.person_id,
            detail={"doses": len(doses)},
        )
    turn: dict[str, int] = {}
    lines = []
    for dose in doses:
        turn[dose.vaccine] = min(turn.get(dose.vaccine, 0) + 1, 9)
        line = {
            "vaccine": found.schedule.names[dose.vaccine].zh
            if dose.vaccine in found.schedule.names
            else dose.vaccine,
            "dose": turn[dose.vaccine],
            "day": dose.day.isoformat(),
        }
        lines.append(line | ({"clinic": dose.place} if dose.place else {}))
    return {
        "person": {
            "name": facts["name"],
            "doc_type": CITIZEN,
            "doc_number": facts["number"],
            **({"sex": row.sex} if row.sex in ("1", "2") else {}),
            "birth_date": row.born.isoformat(),
        },
        "kind": "vaccination",
        "request": {"by": "guardian", "day": today.isoformat()},
        "doses": lines,
    }


def import_record(
    child_id: int,
    clinic_id: int,
    body: Mapping[str, Any],
    *,
    key: str,
    actor: Actor,
    at: datetime,
) -> Imported:
    """Enter the doses of a transfer that arrived, with the registry as their source; what lies near a dose on file is
    shown as a conflict for the nurse. The same `key` again changes nothing. `NotFound` ``child_unknown``; `NotAllowed`;
    `Refused` ``transfer_of_other`` where number or day of birth are another child's."""
    require_key(key)
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            row = care.locked(child_id)
            care.clinic_for(child_id, clinic_id, actor)
            _require_same(row, body)
            return _entered(row, clinic_id, body.get("doses", [])[:MOST], key, actor, at)


def _require_same(row: Child, body: Mapping[str, Any]) -> None:
    person = body.get("person", {})
    number = sealing.number_of("".join(str(person.get("doc_number", "")).split()).upper())
    if body.get("kind") != "vaccination" or not number:
        raise Refused("transfer_of_other")
    if row.number_index is not None and bytes(row.number_index) != number:
        raise Refused("transfer_of_other")
    if person.get("birth_date", row.born.isoformat()) != row.born.isoformat():
        raise Refused("transfer_of_other")


def _entered(
    row: Child,
    clinic_id: int,
    lines: Sequence[Mapping[str, Any]],
    key: str,
    actor: Actor,
    at: datetime,
) -> Imported:
    today, place = local_date(at), clinic(clinic_id)
    schedule = schedule_on(today.toordinal())
    done = set(
        DoseRow.objects.filter(child=row, key__startswith=f"{key[:70]}:").values_list(
            "key", flat=True
        )
    )
    doses, _separate = pictures.doses_of([row.pk])[row.pk]
    standing = [d for d in doses if d.state is DoseState.STANDS]
    new = known = 0
    unread: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        own = f"{key[:70]}:{number}"
        read = _dose(line, schedule)
        fault = (
            fault_of(read, born=row.born, today=today, standing=standing, schedule=schedule)
            if read
            else "dose_vaccine_unknown"
        )
        if own in done or fault == "dose_recorded_already":
            known += 1
        elif fault or read is None:
            unread.append((number, fault))
        else:
            write_dose(row, place, read, key=own, actor=actor, at=at)
            new += 1
    if new:
        renew(row, today)
    return Imported(row.pk, new, known, tuple(unread))


def _dose(line: Mapping[str, Any], schedule: Schedule) -> NewDose | None:
    day = day_in(str(line.get("day", "")))
    code = vaccine_named(str(line.get("vaccine", "")), schedule)
    if day is None or not code:
        return None
    return NewDose(code, day, Source.REGISTRY, place=str(line.get("clinic", ""))[:100])


def vaccine_named(words: str, schedule: Schedule) -> str:
    """The vaccine that a code or a name means (麻腮风, 麻腮风疫苗, MMR); "" for none."""
    bare = words.strip().removesuffix("疫苗").casefold()
    for code in schedule.vaccines:
        name = schedule.names[code]
        if bare in (code.casefold(), name.zh.removesuffix("疫苗").casefold(), name.en.casefold()):
            return code
    return ""
