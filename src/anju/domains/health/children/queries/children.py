"""Reads of children's records, as far as the transaction sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from anju.domains.health.children.data import (
    UNTIL_AGE,
    ChildLine,
    ChildRecord,
    ChildState,
    Guardian,
    Observation,
    Offer,
)
from anju.domains.health.children.models import (
    Care,
    Child,
    DeclinedOffer,
    GuardianRow,
    ObservationRow,
)
from anju.domains.health.children.queries import sealing
from anju.domains.health.clinics.data import SEE
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.days import age_on
from anju.foundation.errors import NotFound
from anju.foundation.masks import mask_number, mask_phone

MOST_FOUND = 30


def lines_of(rows: Sequence[Child]) -> list[ChildLine]:
    """Rows as lines of a list."""
    facts = sealing.opened_many([r.facts_cipher for r in rows], sealing.CHILD, [r.pk for r in rows])
    return [_line(r, f["name"]) for r, f in zip(rows, facts, strict=True)]


def _line(row: Child, name: str) -> ChildLine:
    return ChildLine(
        row.pk,
        name,
        row.born,
        row.sex,
        ChildState(row.state),
        row.clinic_id,
        row.region,
        row.person_id,
        row.next_from,
        row.late_from,
    )


def seen_by(actor: Actor) -> QuerySet[Child]:
    """The records that stand and that the actor may see: row-level security admits clinics and family; of staff only
    who may see records at all."""
    found = Child.objects.filter(joined_to=None)
    allowed = actor.kind in ("public", "system") or actor.may(SEE)
    return found if allowed else found.none()


def child(child_id: int, *, actor: Actor, at: datetime) -> ChildRecord:
    """One record; of one that was joined to another, that one. `NotFound` ``child_unknown``. Six queries."""
    row = seen_by(actor).filter(id=standing_id(child_id)).first()
    if row is None:
        raise NotFound("child_unknown")
    facts = sealing.opened(row.facts_cipher, sealing.CHILD, row.pk)
    visits = Care.objects.filter(child=row, kind="visit", until__gte=local_date(at))
    return ChildRecord(
        _line(row, facts["name"]),
        mask_number(facts["number"]) if facts["number"] else "",
        row.birth_order,
        facts["address"],
        decrypt(row.booklet_cipher, sealing.BOOKLET, row=row_of(row.pk)),
        tuple(_guardians(row.pk)),
        tuple(observations(row.pk)),
        tuple(sorted(set(visits.values_list("clinic_id", flat=True)))),
        row.recorded_at,
        tuple(Child.objects.filter(joined_to=row).values_list("id", flat=True)),
    )


def standing_id(child_id: int) -> int:
    """The record that stands for this one (itself when it was joined to none)."""
    found = Child.objects.filter(id=child_id).values_list("joined_to_id", flat=True).first()
    return int(found) if found else child_id


def family_of(child_id: int) -> list[int]:
    """A record and those joined to it: the numbers under which its doses stand."""
    joined = Child.objects.filter(joined_to_id=child_id).values_list("id", flat=True)
    return [child_id, *joined]


def _guardians(child_id: int) -> list[Guardian]:
    rows = list(GuardianRow.objects.filter(child_id=child_id, ended_at=None).order_by("id"))
    facts = sealing.opened_many(
        [r.facts_cipher for r in rows], sealing.GUARDIAN, [r.pk for r in rows]
    )
    return [
        Guardian(
            r.pk,
            r.relation,
            f["name"],
            mask_number(f["number"]) if f["number"] else "",
            mask_phone(f["phone"]) if f["phone"] else "",
            r.person_id,
            r.user_id is not None or r.person_id is not None,
        )
        for r, f in zip(rows, facts, strict=True)
    ]


def observations(child_id: int) -> list[Observation]:
    """What holds of a child's health. One query."""
    return observations_of([child_id]).get(child_id, [])


def observations_of(child_ids: Iterable[int]) -> dict[int, list[Observation]]:
    """The same of many. One query."""
    rows = list(ObservationRow.objects.filter(child_id__in=list(child_ids), ended_at=None))
    facts = sealing.opened_many(
        [r.facts_cipher for r in rows], sealing.OBSERVATION, [r.pk for r in rows]
    )
    out: dict[int, list[Observation]] = {}
    for r, f in zip(rows, facts, strict=True):
        since = date.fromisoformat(f["since"]) if f["since"] else None
        out.setdefault(r.child_id, []).append(Observation(r.pk, f["code"], since))
    return out


def find(words: str, *, actor: Actor) -> list[ChildLine]:
    """Children by what was typed or scanned at the desk: booklet code, document number, a guardian's phone, date of
    birth, or how the name sounds. Two queries."""
    typed = "".join(words.split())
    if not typed:
        return []
    by = Q(booklet_index=sealing.booklet_of(typed)) | Q(
        number_index=sealing.number_of(typed.upper())
    )
    by |= Q(guardians__phone_index=sealing.phone_of(typed), guardians__ended_at=None)
    sounds = sealing.sounds_of(typed)
    if sounds:
        by |= Q(sounds_index=sounds)
    day = _day(typed)
    if day:
        by |= Q(born=day)
    found = seen_by(actor).filter(by).order_by("-born", "id").distinct()
    return lines_of(list(found[:MOST_FOUND]))


def of_numbers(numbers: Iterable[str], *, actor: Actor) -> dict[str, ChildLine]:
    """Document number → the record in the actor's sight that has it. One query."""
    by_index = {sealing.number_of("".join(n.split()).upper()): n for n in numbers}
    by_index.pop(b"", None)
    found = list(seen_by(actor).filter(number_index__in=list(by_index)))
    return {
        by_index[bytes(r.number_index)]: line
        for r, line in zip(found, lines_of(found), strict=True)
        if r.number_index is not None
    }


def _day(typed: str) -> date | None:
    bare = typed.replace("-", "").replace("/", "").replace(".", "")
    try:
        return date.fromisoformat(f"{bare[:4]}-{bare[4:6]}-{bare[6:]}") if len(bare) == 8 else None
    except ValueError:
        return None


def children_of(actor: Actor) -> list[ChildLine]:
    """The children of a guardian, the youngest first. Two queries."""
    mine = Q(guardians__user_id=actor.user_id or 0, guardians__ended_at=None)
    if actor.person_id is not None:
        mine |= Q(guardians__person_id=actor.person_id, guardians__ended_at=None)
        mine |= Q(person_id=actor.person_id)
    found = Child.objects.filter(mine, joined_to=None).order_by("-born", "id").distinct()
    return lines_of(list(found))


def offers(actor: Actor, *, at: datetime) -> list[Offer]:
    """Children in the person's care who are registered and have no record at a clinic, and of whom the person did not
    say that none is wanted. Three queries."""
    if actor.person_id is None or actor.kind != "public":
        return []
    today = local_date(at)
    wards = [
        Offer(person, name, born)
        for person, name, born in people.in_care_of(actor.person_id)
        if age_on(born, today) < UNTIL_AGE
    ]
    ids = [w.person_id for w in wards]
    have = set(Child.objects.filter(person_id__in=ids).values_list("person_id", flat=True))
    have |= set(
        DeclinedOffer.objects.filter(
            person_id__in=ids, guardian_person_id=actor.person_id
        ).values_list("person_id", flat=True)
    )
    return [w for w in wards if w.person_id not in have]


def contacts_of(child_ids: Sequence[int]) -> dict[int, list[tuple[int | None, int | None, str]]]:
    """(person, account, phone given at the desk) of the guardians of each child, for messages. One query."""
    rows = list(GuardianRow.objects.filter(child_id__in=list(child_ids), ended_at=None))
    facts = sealing.opened_many(
        [r.facts_cipher for r in rows], sealing.GUARDIAN, [r.pk for r in rows]
    )
    stand = people.all_canonical({r.person_id for r in rows if r.person_id is not None})
    out: dict[int, list[tuple[int | None, int | None, str]]] = {}
    for r, f in zip(rows, facts, strict=True):
        person = stand.get(r.person_id, r.person_id) if r.person_id is not None else None
        out.setdefault(r.child_id, []).append((person, r.user_id, f["phone"]))
    return out
