"""Reading persons as values: documents and phones masked unless revealed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from anju.domains.people.data import DocumentView, PersonView, Relative
from anju.domains.people.models import Contact, Document, Merge
from anju.domains.people.rules import keys
from anju.foundation import kinship
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt, decrypt_many
from anju.foundation.db.scope import SEE, scope_literal
from anju.foundation.db.statements import rows
from anju.foundation.masks import mask_number, mask_phone

_VIEWS = """SELECT p.id, p.name, p.sex, p.birth_date, p.nationality, p.origin, p.hukou_text, p.education, p.marital,
        p.recorded_at, c.phone, c.phone_index, d.ids, d.kinds, d.issuers, d.numbers, d.indexes,
        d.live, d.valid_to, m.ids,
        p.merged_into_id
    FROM people_person p
    LEFT JOIN LATERAL (SELECT (array_agg(value_cipher ORDER BY id))[1] AS phone,
            (array_agg(value_index ORDER BY id))[1] AS phone_index FROM people_contact
        WHERE person_id = p.id AND live AND kind = 'phone') c ON true
    LEFT JOIN LATERAL (SELECT array_agg(id) AS ids, array_agg(kind) AS kinds, array_agg(issuer) AS issuers,
            array_agg(number_cipher) AS numbers, array_agg(number_index) AS indexes,
            array_agg(live) AS live, array_agg(valid_to) AS valid_to
        FROM (SELECT * FROM people_document WHERE person_id = p.id ORDER BY live DESC, kind, id) o) d ON true
    LEFT JOIN LATERAL (SELECT array_remove(anju_records_of(p.id), p.id) AS ids WHERE EXISTS (
        SELECT FROM people_merge WHERE kept_id = p.id AND undone_at IS NULL)) m ON true
    WHERE p.id = ANY(%s) AND p.withdrawn_at IS NULL"""
"""A person with all that hangs on them in one row: thirty thousand persons are read in blocks, and a page asks once."""


def persons(ids: Sequence[int]) -> dict[int, PersonView]:
    """Views by id of those rows the transaction may see; others are simply not there. One query."""
    return {r[0]: _view(r) for r in rows(_VIEWS, [list(ids)], often=True)}


def _view(row: Sequence[Any]) -> PersonView:
    (
        person_id,
        name,
        sex,
        born,
        nationality,
        origin,
        hukou,
        education,
        marital,
        recorded_at,
        phone,
        phone_index,
        ids,
        kinds,
        issuers,
        ciphers,
        indexes,
        live,
        valid_to,
        merged,
        into,
    ) = row
    documents = (
        ()
        if ids is None
        else tuple(
            DocumentView(
                i, kind, issuer, mask_number(decrypt(cipher, keys.NUMBER, row=index)), lives, until
            )
            for i, kind, issuer, cipher, index, lives, until in zip(
                ids, kinds, issuers, ciphers, indexes, live, valid_to, strict=True
            )
        )
    )
    return PersonView(
        id=person_id,
        name=name,
        sex=sex,
        birth_date=born,
        nationality=nationality,
        origin=origin,
        hukou_text=hukou,
        education=education,
        marital=marital,
        phone_masked=mask_phone(decrypt(phone, keys.PHONE, row=phone_index)) if phone else "",
        documents=documents,
        recorded_at=recorded_at,
        merged_ids=tuple(merged or ()),
        merged_into=into,
    )


def canonical(person_id: int) -> int:
    """The record that stands for this one after merges (itself when there was none). Whether it may be seen is asked by
    whoever reads it."""
    return int(rows("SELECT anju_stands_for(%s::bigint)", [person_id], often=True)[0][0])


def all_canonical(person_ids: Collection[int]) -> dict[int, int]:
    """`canonical` of many: number → number of the record that stands for it. One query."""
    return dict(
        rows(
            "SELECT i, anju_stands_for(i) FROM unnest(%s::bigint[]) AS i", [sorted(set(person_ids))]
        )
    )


def visible_to(actor: Actor, person_ids: Sequence[int], permission: str = SEE) -> set[int]:
    """Those of the people for whom the actor holds the permission. Row-level security asks this of ``person.see`` by
    itself; ask it here for other permissions, and where the register works with everybody in sight."""
    literal = scope_literal(actor, permission)
    return {
        p
        for (p,) in rows(
            """SELECT i.p FROM unnest(%s::bigint[]) AS i(p)
        WHERE %s::anju_scope @> ('person:' || i.p)
        OR EXISTS (SELECT FROM people_scope s WHERE s.person_id = i.p AND %s::anju_scope @> s.scope::text)""",
            [list(person_ids), literal, literal],
        )
    }


def numbers(document_ids: Sequence[int]) -> dict[int, str]:
    """Full document numbers, for an action that states its purpose and leaves its trace (the caller's duty)."""
    found = list(
        Document.objects.filter(id__in=list(document_ids)).values_list(
            "id", "number_cipher", "number_index"
        )
    )
    clear = decrypt_many([c for _, c, _ in found], keys.NUMBER, rows=[i for _, _, i in found])
    return dict(zip([d for d, _, _ in found], clear, strict=True))


def phones(person_ids: Sequence[int]) -> dict[int, str]:
    """Full phone numbers by person, under the same duty as `numbers`."""
    found = list(
        Contact.objects.filter(person_id__in=list(person_ids), live=True, kind="phone").values_list(
            "person_id", "value_cipher", "value_index"
        )
    )
    clear = decrypt_many([c for _, c, _ in found], keys.PHONE, rows=[i for _, _, i in found])
    return dict(zip([p for p, _, _ in found], clear, strict=True))


_RELATIVES = """
SELECT m.person_id, p.name, m.relation, p.birth_date, 'household', mine.relation, p.sex, 1 AS part,
m.relation AS turn, m.id
FROM people_membership mine JOIN people_membership m ON m.household_id = mine.household_id AND
m.person_id <> mine.person_id
JOIN people_person p ON p.id = m.person_id WHERE mine.person_id = %s AND mine.until IS NULL AND m.until IS NULL
UNION ALL
SELECT g.guardian_id, p.name, g.relation, p.birth_date, 'guardian', '', p.sex, 2, '', g.id
FROM people_guardianship g JOIN people_person p ON p.id = g.guardian_id WHERE g.ward_id = %s AND g.until IS NULL
ORDER BY part, turn, 10"""


def relatives(person_id: int) -> tuple[Relative, ...]:
    """Household members and guardians of one person. One query."""
    return tuple(
        _relative(*row[:7]) for row in rows(_RELATIVES, [person_id, person_id], often=True)
    )


_IN_CARE = """SELECT p.id, p.name, p.birth_date FROM people_guardianship g JOIN people_person p ON p.id = g.ward_id
WHERE g.guardian_id = %s AND g.until IS NULL AND p.birth_date IS NOT NULL AND p.merged_into_id IS NULL
AND p.withdrawn_at IS NULL ORDER BY p.birth_date DESC, p.id"""


def in_care_of(guardian_id: int) -> list[tuple[int, str, date]]:
    """(number, name, day of birth) of those whom a person guards, the youngest first. One query."""
    return [(p, name, born) for p, name, born in rows(_IN_CARE, [guardian_id])]


def _relative(
    other: int, name: str, relation: str, born: date | None, relationship: str, mine: str, sex: str
) -> Relative:
    """One relative; `mine`: the person's own relation to the head of the household they share."""
    if relationship == "guardian":
        return Relative(other, name, relation, born, relationship)
    seen = kinship.between(mine, relation, sex)
    return Relative(other, name, seen or relation, born, relationship, not seen)


def sees_merge(merge_id: int) -> bool:
    """True when the transaction's own scope admits this entry of the merge journal."""
    return Merge.objects.filter(id=merge_id).exists()
