"""Taking somebody in, at any hour: nobody is turned away for want of a name, and a bed is given once."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction

from anju.domains.casework.rescue.data import (
    MOST_WORD,
    Bounds,
    Facts,
    Identity,
    Intake,
    StayState,
    Step,
    Ward,
)
from anju.domains.casework.rescue.models import BedRow, StationRow, StayRow
from anju.domains.casework.rescue.operations import recording
from anju.domains.casework.rescue.queries.law import bounds
from anju.domains.casework.rescue.queries.stations import WORK, holds_there
from anju.domains.casework.rescue.queries.stays import FACTS, age_of, name_index
from anju.domains.casework.rescue.rules.admitting import (
    require_facts,
    require_possible,
    require_ward,
    sound,
)
from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.request_keys import require_key

CITIZEN_LENGTH = 18


def admit(station_id: int, intake: Intake, *, key: str, actor: Actor, at: datetime) -> int:
    """Take somebody in; the stay. The same `key` again changes nothing.

    Whoever works there. `NotFound` ``rescue_station_unknown``, ``rescue_bed_unknown``, ``rescue_stay_unknown`` (of the
    companion); `Refused` what `require_possible` and `require_ward` raise, ``rescue_number``, ``rescue_hospital_bed``,
    ``key_unusable``; `Conflict` ``rescue_bed_taken``.
    """
    require_key(key)
    intake = _read(intake)
    require_possible(intake, at=at)
    arrived = intake.arrived_at or at
    if intake.hospital and intake.bed_id is not None:
        raise Refused("rescue_hospital_bed")
    with transaction.atomic(), as_intake_role():
        station = StationRow.objects.select_for_update().filter(id=station_id).first()
        if station is None or station.closed_on or not holds_there(actor, WORK, station.region):
            raise NotFound("rescue_station_unknown")
        before = StayRow.objects.filter(by_user=actor.user_id, key=key).first()
        if before is not None:
            return int(before.pk)
        intake = _by_number(intake, arrived)
        day = local_date(arrived)
        held = bounds(station.region, day)
        row = _new(station, intake, arrived, key, actor, at)
        row.companion = _companion(station, intake)
        if intake.bed_id is not None:
            row.bed = bed_for(row, intake.bed_id, held, at)
        row.save(force_insert=True)
        _first_steps(row, intake, arrived, actor, at)
    return int(row.pk)


def _first_steps(
    row: StayRow, intake: Intake, arrived: datetime, actor: Actor, at: datetime
) -> None:
    detail = {"marks": " ".join(sorted(intake.marks)), "identity": row.identity}
    recording.take(
        row,
        Step.ADMITTED,
        key="admitted",
        actor=actor,
        at=at,
        text=intake.needs,
        detail=detail,
        happened_at=arrived,
    )
    if intake.hospital:
        recording.take(row, Step.HOSPITAL, key="hospital", actor=actor, at=at, text=intake.hospital)


def _read(intake: Intake) -> Intake:
    facts = Facts(**{k: sound(v) for k, v in asdict(intake.facts).items() if k != "number"})
    number = "".join(intake.facts.number.upper().split())
    return replace(
        intake,
        facts=replace(facts, number=number),
        brought_by=sound(intake.brought_by, MOST_WORD),
        needs=sound(intake.needs),
        hospital=sound(intake.hospital),
    )


def _by_number(intake: Intake, arrived: datetime) -> Intake:
    """A citizen's number says birth date and sex; it must be one, and agree."""
    born, sex = number_says(intake.facts.number, local_date(arrived))
    if (born and intake.birth_date not in (None, born)) or (sex and sex != intake.sex):
        raise Refused("rescue_number_differs")
    return replace(intake, birth_date=born or intake.birth_date)


def number_says(number: str, today: date) -> tuple[date | None, str]:
    """(birth date, sex) that a citizen's number states; nothing of another one. `Refused` ``rescue_number`` for one of
    eighteen places that is wrong."""
    if len(number) != CITIZEN_LENGTH:
        return None, ""
    areas = regions.known_areas()
    read = people.read_number(people.CITIZEN, number, known_areas=areas, today=today)
    if read.problem:
        raise Refused("rescue_number")
    return read.birth_date, read.sex


def _new(
    station: StationRow,
    intake: Intake,
    arrived: datetime,
    key: str,
    actor: Actor,
    at: datetime,
) -> StayRow:
    day = local_date(arrived)
    (number,) = next_ids("casework_rescue_stay", 1)
    turn = (
        1
        + StayRow.objects.filter(station=station, code__startswith=f"{day:%m%d}-")
        .filter(arrived_at__year=arrived.year)
        .count()
    )
    named = bool(intake.facts.name)
    return StayRow(
        id=number,
        station=station,
        region=station.region,
        number=f"JZ{station.region}{day:%Y%m%d}{number:05}",
        code=f"{day:%m%d}-{turn:02}",
        identity=(Identity.STATED if named else Identity.UNKNOWN).value,
        facts_cipher=encrypt(
            json.dumps(asdict(intake.facts), ensure_ascii=False), FACTS, row=row_of(number)
        ),
        name_index=name_index(intake.facts.name),
        sex=intake.sex,
        age=intake.age,
        birth_date=intake.birth_date,
        marks=sorted(m.value for m in intake.marks),
        brought_by=intake.brought_by,
        state=StayState.PRESENT.value,
        arrived_at=arrived,
        noted_at=at,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
    )


def _companion(station: StationRow, intake: Intake) -> StayRow | None:
    if intake.companion is None:
        return None
    found = StayRow.objects.filter(id=intake.companion, station=station, left_at=None).first()
    if found is None:
        raise NotFound("rescue_stay_unknown")
    return found


def bed_for(row: StayRow, bed_id: int, held: Bounds, at: datetime) -> BedRow:
    """The bed, held for this transaction, if it is free and for somebody like them."""
    bed = (
        BedRow.objects.select_for_update()
        .filter(id=bed_id, station_id=row.station_id, closed=False)
        .first()
    )
    if bed is None:
        raise NotFound("rescue_bed_unknown")
    if StayRow.objects.filter(bed=bed).exclude(id=row.pk).exists():
        raise Conflict("rescue_bed_taken", room=bed.room, bed=bed.label)
    other_bed = row.companion.bed if row.companion is not None else None
    require_ward(
        Ward(bed.ward),
        row.sex,
        age_of(row, local_date(at)),
        held,
        companion_ward=Ward(other_bed.ward) if other_bed is not None else None,
    )
    return bed


def identify(
    stay_id: int,
    facts: Facts,
    *,
    checked: bool,
    birth_date: date | None = None,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Note who somebody is, as they say or as was `checked`; what was known before is replaced. The same `key` again
    changes nothing.

    `NotFound` ``rescue_stay_unknown``; `Refused` ``rescue_name_needed``, ``rescue_number``, ``rescue_number_differs``
    and what `require_facts` raises.
    """
    recording.see(stay_id, actor, key=key)
    read = _read(Intake(sex="", facts=facts)).facts
    if not read.name:
        raise Refused("rescue_name_needed")
    with transaction.atomic(), as_intake_role():
        row = recording.held_for(stay_id, actor)
        if recording.known(row, key):
            return
        born, sex = number_says(read.number, local_date(at))
        if (born and birth_date not in (None, born)) or (sex and sex != row.sex):
            raise Refused("rescue_number_differs")
        row.birth_date = born or birth_date or row.birth_date
        require_facts(read, born=row.birth_date, today=local_date(row.arrived_at))
        row.facts_cipher = encrypt(
            json.dumps(asdict(read), ensure_ascii=False), FACTS, row=row_of(row.pk)
        )
        row.name_index = name_index(read.name)
        row.identity = (Identity.CHECKED if checked else Identity.STATED).value
        recording.take(
            row,
            Step.IDENTIFIED,
            key=key,
            actor=actor,
            at=at,
            detail={"identity": row.identity},
        )


def give_bed(stay_id: int, bed_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Give somebody a bed, or another one. The same `key` again changes nothing.

    `NotFound` ``rescue_stay_unknown``, ``rescue_bed_unknown``; `Refused` ``rescue_ward``; `Conflict`
    ``rescue_bed_taken``, ``rescue_step``.
    """
    recording.see(stay_id, actor, key=key)
    with transaction.atomic(), as_intake_role():
        row = recording.held_for(stay_id, actor)
        if recording.known(row, key):
            return
        row.bed = bed_for(row, bed_id, bounds(row.region, local_date(at)), at)
        bed = f"{row.bed.room}-{row.bed.label}"
        recording.take(row, Step.BED, key=key, actor=actor, at=at, detail={"bed": bed})
