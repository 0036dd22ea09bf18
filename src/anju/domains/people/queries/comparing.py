"""Persons as records are compared: in clear, within the process, for whoever weighs whether two records are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anju.domains.people.rules import keys
from anju.foundation.crypto import decrypt_many
from anju.foundation.db.statements import joined, rows

_FACTS = """SELECT p.id, p.name, p.sex, p.birth_date, p.origin, c.value_cipher, c.value_index,
        n.number_cipher, n.number_index, o.number_cipher, o.number_index
    FROM people_person p
    LEFT JOIN LATERAL (SELECT value_cipher, value_index FROM people_contact
        WHERE person_id = p.id AND live AND kind = 'phone' ORDER BY id LIMIT 1) c ON true
    LEFT JOIN LATERAL (SELECT number_cipher, number_index FROM people_document
        WHERE person_id = p.id AND live AND kind = ANY(%(citizen)s) ORDER BY id LIMIT 1) n ON true
    LEFT JOIN LATERAL (SELECT number_cipher, number_index FROM people_document
        WHERE person_id = p.id AND live AND NOT kind = ANY(%(citizen)s) ORDER BY id LIMIT 1) o ON true
    WHERE p.id = ANY(%(ids)s) AND p.merged_into_id IS NULL AND p.withdrawn_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a person from others, in clear: never shown, never kept, never logged. "" where nothing is on file.
    `number` is a citizen number, `other_number` that of another document."""

    person_id: int
    name: str
    sex: str
    birth_date: str
    origin: str
    phone: str
    number: str
    other_number: str


def identities(person_ids: Sequence[int]) -> list[Identity]:
    """The persons the transaction may see, without merged and withdrawn records. One query."""
    found = rows(_FACTS, {"citizen": sorted(keys.CITIZEN_KINDS), "ids": list(person_ids)})
    phones, numbers, others = (
        decrypt_many([r[at] for r in found], context, rows=[r[at + 1] for r in found])
        for at, context in ((5, keys.PHONE), (7, keys.NUMBER), (9, keys.NUMBER))
    )
    return [
        Identity(r[0], r[1], r[2], r[3].isoformat() if r[3] else "", r[4], phone, number, other)
        for r, phone, number, other in zip(found, phones, numbers, others, strict=True)
    ]


def sample(limit: int) -> list[int]:
    """Numbers of up to so many records, drawn by a hash of their number: the same ones each time."""
    return [
        int(p)
        for (p,) in rows(
            """SELECT id FROM people_person WHERE merged_into_id IS NULL AND withdrawn_at IS NULL
            ORDER BY hashint8(id) LIMIT %s""",
            [limit],
        )
    ]


def of_one_household(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs that were ever members of one household, or guardian and ward: two people. One query."""
    if not pairs:
        return set()
    source, values = joined(
        {"a": ("bigint", [a for a, _ in pairs]), "b": ("bigint", [b for _, b in pairs])}
    )
    return {
        (int(a), int(b))
        for a, b in rows(
            f"""SELECT i.a, i.b FROM {source} AS i(a, b) WHERE EXISTS (
            SELECT FROM people_membership x JOIN people_membership y ON y.household_id = x.household_id
            WHERE x.person_id = i.a AND y.person_id = i.b)
        OR EXISTS (SELECT FROM people_guardianship g WHERE (g.ward_id, g.guardian_id) IN ((i.a, i.b), (i.b, i.a)))""",  # noqa: S608
            values,
        )
    }


def records_of(person_ids: Sequence[int]) -> dict[int, list[int]]:
    """Each record with all that were merged into it. One query."""
    return {
        int(p): [int(r) for r in found]
        for p, found in rows(
            "SELECT i, anju_records_of(i) FROM unnest(%s::bigint[]) AS i", [sorted(set(person_ids))]
        )
    }
