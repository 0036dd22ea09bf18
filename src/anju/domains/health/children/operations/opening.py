"""Opening a child's record: found again when it is on file, asked about when it may be, new otherwise."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from anju.domains.health.children.data import (
    CODE_LENGTH,
    CODE_LETTERS,
    RELATIONS,
    UNTIL_AGE,
    ChildState,
    Features,
    NewChild,
    NewGuardian,
    Opened,
)
from anju.domains.health.children.models import Child, GuardianRow
from anju.domains.health.children.operations import care
from anju.domains.health.children.queries import sealing
from anju.domains.health.children.rules.comparing import found_among
from anju.domains.health.children.rules.gender import gender_of
from anju.domains.health.clinics.data import Clinic
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.immunization.data.answers import Person
from anju.domains.health.immunization.queries import check_up
from anju.domains.health.immunization.rules.agenda import agenda
from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.days import age_on
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids, rows
from anju.foundation.errors import Conflict, Refused
from anju.foundation.request_keys import require_key

MOST_GUARDIANS = 4


def open_record(
    new: NewChild,
    clinic_id: int,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    different_from: Collection[int] = (),
) -> Opened:
    """Open the record of a child who stands at the clinic's desk, or the one on file. The same `key` again changes
    nothing.

    A record that is surely of this child is opened for the clinic instead of a second one. `Conflict`
    ``child_alike`` (`ids`, the clinic sees them from now on) where somebody must look; those looked at and found to be
    of others come back as `different_from`. `NotAllowed`; `NotFound` ``clinic_unknown``; `Refused`
    ``child_name``, ``child_birth``, ``child_age``, ``child_number`` (`reason`), ``child_number_differs``,
    ``guardian_incomplete``, ``guardian_phone``.
    """
    care.require_staff(actor, clinic(clinic_id))
    return _opened(new, clinic_id, key, actor, at, different_from)


def open_from_offer(
    new: NewChild, clinic_id: int, *, key: str, actor: Actor, at: datetime
) -> Opened:
    """Open the record of a child at the wish of its guardian (`claiming.accept_offer` has asked who that is). A record
    on file that is surely of this child is linked instead; one that only may be it is left to the desk."""
    return _opened(new, clinic_id, key, actor, at, None)


def _opened(
    new: NewChild,
    clinic_id: int,
    key: str,
    actor: Actor,
    at: datetime,
    different_from: Collection[int] | None,
) -> Opened:
    """`different_from` is None where nobody at a desk can look."""
    require_key(key)
    place = clinic(clinic_id)
    new = sound(new, today=local_date(at))
    with transaction.atomic(), as_intake_role():
        _lock(new.born)
        before = Child.objects.filter(by_user=actor.user_id, key=key).first()
        if before is not None:
            return Opened(before.joined_to_id or before.pk, new=False)
        known, alike = _on_file(new)
        if known:
            _linked(known, new, at)
            care.show_to(known, place, actor, at)
            return Opened(known, new=False)
        if different_from is None and alike:
            raise Conflict("child_alike_at_desk")
        unanswered = sorted(set(alike) - set(different_from or ()))
        if not unanswered:
            return Opened(_entered(new, place, key, actor, at), new=True)
        for one in unanswered:
            care.show_to(one, place, actor, at)
    raise Conflict("child_alike", ids=unanswered)


def _linked(child_id: int, new: NewChild, at: datetime) -> None:
    """What this occasion adds to a record on file: the register's record, and guardians that are not on it."""
    row = care.locked(child_id)
    if row.person_id is None and new.person_id is not None:
        row.person_id = new.person_id
        row.save(update_fields=["person_id"])
    if not row.number_index and new.number:
        facts = sealing.opened(row.facts_cipher, sealing.CHILD, row.pk) | {"number": new.number}
        row.facts_cipher = sealing.sealed(facts, sealing.CHILD, row.pk)
        row.number_index = sealing.number_of(new.number)
        row.save(update_fields=["facts_cipher", "number_index"])
    if not row.sounds_index and sealing.sounds_of(new.name):
        facts = sealing.opened(row.facts_cipher, sealing.CHILD, row.pk) | {"name": new.name}
        row.facts_cipher = sealing.sealed(facts, sealing.CHILD, row.pk)
        row.sounds_index = sealing.sounds_of(new.name)
        row.save(update_fields=["facts_cipher", "sounds_index"])
    held = GuardianRow.objects.filter(child=row, ended_at=None)
    users = set(held.values_list("user_id", flat=True))
    known = dict(sealing.features_of([row]))[row.pk].guardians
    fresh = [
        g
        for g in new.guardians
        if (g.user_id is not None and g.user_id not in users)
        or not sealing.guardian_features([g])[0] & known
    ]
    add_guardians(row.pk, fresh, at)


def sound(new: NewChild, *, today: date) -> NewChild:
    """The child with its values cleaned. Raises what `open_record` names."""
    name = " ".join(new.name.split())
    if not 0 < len(name) <= 60:
        raise Refused("child_name")
    if new.born > today:
        raise Refused("child_birth")
    if age_on(new.born, today) >= UNTIL_AGE:
        raise Refused("child_age", years=UNTIL_AGE)
    number = "".join(new.number.split()).upper()
    sex = new.sex if new.sex in ("1", "2") else "0"
    if number:
        read = people.read_number("111", number, known_areas=regions.known_areas(), today=today)
        if read.problem != "":
            raise Refused("child_number", reason=read.problem or "id_length")
        if read.birth_date != new.born or sex not in ("0", read.sex):
            raise Refused("child_number_differs")
        number, sex = read.number, read.sex
    guardians = tuple(sound_guardian(g) for g in new.guardians[:MOST_GUARDIANS])
    return replace(
        new,
        name=name,
        number=number,
        sex=sex,
        order=min(max(new.order, 0), 9),
        address=new.address.strip()[:200],
        guardians=guardians,
    )


def sound_guardian(one: NewGuardian) -> NewGuardian:
    """A guardian with the values cleaned. `Refused` ``guardian_incomplete``, ``guardian_phone``."""
    name, phone = " ".join(one.name.split())[:60], "".join(one.phone.split())
    if one.relation not in RELATIONS or not name:
        raise Refused("guardian_incomplete")
    if phone and not (len(phone) == 11 and phone.isascii() and phone.isdecimal()):
        raise Refused("guardian_phone")
    return replace(one, name=name, phone=phone, number="".join(one.number.split()).upper()[:30])


def _on_file(new: NewChild) -> tuple[int, list[int]]:
    """(the record on file, or 0; those that may be it). Two queries."""
    guardians, names = sealing.guardian_features(new.guardians)
    number, sounds = sealing.number_of(new.number), sealing.sounds_of(new.name)
    features = Features(new.born, new.sex, new.order, number, sounds, guardians, names)
    by = Q(born=new.born)
    if number:
        by |= Q(number_index=number)
    if new.person_id is not None:
        by |= Q(person_id=new.person_id)
    found = list(Child.objects.filter(by, joined_to=None).order_by("id"))
    if new.person_id is not None:
        linked = [r.pk for r in found if r.person_id == new.person_id]
        if linked:
            return linked[0], []
    return found_among(features, sealing.features_of(found))


def _entered(new: NewChild, place: Clinic, key: str, actor: Actor, at: datetime) -> int:
    (number,) = next_ids("health_child", 1)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    first, late = _agenda(new, local_date(at))
    row = Child.objects.create(
        id=number,
        booklet_cipher=encrypt(code, sealing.BOOKLET, row=row_of(number)),
        booklet_index=sealing.booklet_of(code),
        facts_cipher=sealing.sealed(
            {"name": new.name, "number": new.number, "address": new.address},
            sealing.CHILD,
            number,
        ),
        born=new.born,
        sex=new.sex,
        birth_order=new.order,
        number_index=sealing.number_of(new.number) or None,
        sounds_index=sealing.sounds_of(new.name) or None,
        region=new.region or place.region,
        person_id=new.person_id,
        clinic_id=place.id,
        state=ChildState.ACTIVE.value,
        next_from=first,
        late_from=late,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        recorded_at=at,
    )
    add_guardians(row.pk, new.guardians, at)
    care.take_into(row, place, actor, at)
    audit.record_write(
        actor,
        action="health.child",
        subject_kind="child",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"clinic": place.id, "numbered": bool(new.number)},
    )
    return int(row.pk)


def _agenda(new: NewChild, today: date) -> tuple[date | None, date | None]:
    """What the schedule asks for of a child of whom no dose is known yet."""
    person = Person(new.born.toordinal(), gender_of(new.sex))
    first, late = agenda(check_up(person, [], today=today.toordinal()))
    return (
        date.fromordinal(first) if first is not None else None,
        date.fromordinal(late) if late is not None else None,
    )


def add_guardians(child_id: int, guardians: Sequence[NewGuardian], at: datetime) -> list[int]:
    """Write guardians of a child; their ids. Call it as the intake role."""
    ids = list(next_ids("health_guardian", len(guardians))) if guardians else []
    GuardianRow.objects.bulk_create(
        GuardianRow(
            id=number,
            child_id=child_id,
            relation=g.relation,
            facts_cipher=sealing.sealed(
                {"name": g.name, "number": g.number, "phone": g.phone}, sealing.GUARDIAN, number
            ),
            number_index=sealing.number_of(g.number) or None,
            phone_index=sealing.phone_of(g.phone) or None,
            sounds_index=sealing.sounds_of(g.name) or None,
            person_id=g.person_id,
            user_id=g.user_id,
            at=at,
        )
        for number, g in zip(ids, guardians, strict=True)
    )
    return ids


def _lock(born: date) -> None:
    """Children of one birthday are opened one after another, at whichever desks."""
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"child:{born.isoformat()}"])
