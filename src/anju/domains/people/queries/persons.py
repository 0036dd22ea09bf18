"""Reading persons as values: documents and phones masked unless revealed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch

from anju.domains.people.data import DocumentView, PersonView, Relative
from anju.domains.people.models import Contact, Document, Guardianship, Membership, Merge, Person
from anju.domains.people.rules import keys
from anju.domains.people.rules.identity import mask as mask_number
from anju.domains.people.rules.masking import mask_phone
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt, decrypt_many
from anju.foundation.db.scope import SEE, scope_literal
from anju.foundation.db.statements import rows


def persons(ids: Sequence[int]) -> dict[int, PersonView]:
    """Views by id of those rows the transaction may see; others are simply not there. Four queries."""
    seen = Person.objects.filter(id__in=list(ids), withdrawn_at=None).prefetch_related(
        Prefetch("documents", Document.objects.order_by("-live", "kind", "id")),
        Prefetch("contacts", Contact.objects.filter(live=True, kind="phone")),
        Prefetch("merged", Person.objects.only("id", "merged_into_id")))
    return {p.id: _view(p) for p in seen}


def _view(person: Person) -> PersonView:
    phones = [mask_phone(decrypt(c.value_cipher, keys.PHONE)) for c in person.contacts.all()]
    documents = tuple(
        DocumentView(d.id, d.kind, d.issuer, mask_number(decrypt(d.number_cipher, keys.NUMBER)), d.live, d.valid_to)
        for d in person.documents.all())
    return PersonView(
        id=person.id, name=person.name, sex=person.sex, birth_date=person.birth_date, nationality=person.nationality,
        origin=person.origin, hukou_text=person.hukou_text, education=person.education, marital=person.marital,
        phone_masked=phones[0] if phones else "", documents=documents, recorded_at=person.recorded_at,
        merged_ids=tuple(m.id for m in person.merged.all()))


def canonical(person_id: int) -> int:
    """The record that stands for this one after merges (itself when there was none)."""
    found = rows("""WITH RECURSIVE up(id, next) AS (
            SELECT id, merged_into_id FROM people_person WHERE id = %s
            UNION ALL SELECT p.id, p.merged_into_id FROM people_person p JOIN up ON p.id = up.next)
        SELECT id FROM up WHERE next IS NULL""", [person_id])
    return int(found[0][0]) if found else person_id


def reached_by(actor: Actor, person_ids: Sequence[int], permission: str = SEE) -> set[int]:
    """Those of the people for whom the actor holds the permission. Row-level security asks this of ``person.see`` by
    itself; ask it here for other permissions, and where the register works with everybody in sight."""
    literal = scope_literal(actor, permission)
    return {p for (p,) in rows("""SELECT i.p FROM unnest(%s::bigint[]) AS i(p)
        WHERE %s::anju_scope @> ('person:' || i.p)
        OR EXISTS (SELECT FROM people_scope s WHERE s.person_id = i.p AND %s::anju_scope @> s.scope::text)""",
                               [list(person_ids), literal, literal])}


def numbers(document_ids: Sequence[int]) -> dict[int, str]:
    """Full document numbers, for an action that states its purpose and leaves its trace (the caller's duty)."""
    found = list(Document.objects.filter(id__in=list(document_ids)).values_list("id", "number_cipher"))
    return dict(zip([d for d, _ in found], decrypt_many([c for _, c in found], keys.NUMBER), strict=True))


def phones(person_ids: Sequence[int]) -> dict[int, str]:
    """Full phone numbers by person, under the same duty as `numbers`."""
    found = list(Contact.objects.filter(person_id__in=list(person_ids), live=True, kind="phone")
                 .values_list("person_id", "value_cipher"))
    return dict(zip([p for p, _ in found], decrypt_many([c for _, c in found], keys.PHONE), strict=True))


def relatives(person_id: int) -> tuple[Relative, ...]:
    """Household members, guardians and wards of one person. Two queries."""
    mine = Membership.objects.filter(person_id=person_id, until=None).values("household_id")
    members = (Membership.objects.filter(household_id__in=mine, until=None).exclude(person_id=person_id)
               .select_related("person").order_by("relation", "id"))
    out = [Relative(m.person_id, m.person.name, m.relation, m.person.birth_date, "household") for m in members]
    ties = Guardianship.objects.filter(until=None).filter(ward_id=person_id).select_related("guardian")
    out += [Relative(g.guardian_id, g.guardian.name, g.relation, g.guardian.birth_date, "guardian") for g in ties]
    return tuple(out)


def sees_merge(merge_id: int) -> bool:
    """True when the transaction's own scope admits this entry of the merge journal."""
    return Merge.objects.filter(id=merge_id).exists()
