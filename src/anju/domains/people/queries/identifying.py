"""To whom an id, a citizen number, a document or a phone belongs, as far as the transaction may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.people.data import Holder, NamedPerson
from anju.domains.people.rules import keys
from anju.domains.people.rules.scripts import plain
from anju.foundation.crypto import blind_index, blind_indexes
from anju.foundation.db.arrays import literal
from anju.foundation.db.statements import joined, rows


def existing(person_ids: Sequence[int]) -> list[int]:
    """Those of the ids that are a record the transaction may see. One query."""
    return [
        p
        for (p,) in rows(
            "SELECT id FROM people_person WHERE id = ANY(%s) ORDER BY id", [list(person_ids)]
        )
    ]


def by_citizen_numbers(numbers: Sequence[str]) -> dict[str, int]:
    """The persons whose live documents print these citizen numbers; unknown numbers are left out. One query."""
    if not numbers:
        return {}
    texts = [keys.index_text(keys.CITIZEN, "CHN", n) for n in numbers]
    source, values = joined(
        {"n": ("text", list(numbers)), "idx": ("bytea", blind_indexes(texts, keys.INDEX))}
    )
    return {
        n: int(p)
        for n, p in rows(
            f"""SELECT i.n, d.person_id FROM {source} AS i(n, idx)
        JOIN people_document d ON d.number_index = i.idx AND d.live""",  # noqa: S608
            values,
        )
    }


def holder_of(kind: str, issuer: str, number: str) -> int | None:
    """The person who holds this very document. None when nobody does, or nobody the transaction may see.

    `issuer`: alpha-3 of the country; "" where it was not given: China, and of a foreigner's document the one country
    under which that number is on file (None where it is on file under several)."""
    known = keys.issuer_of(kind, issuer)
    texts = [keys.index_text(kind, known, number)] if known else keys.possible_texts(kind, number)
    found = rows(
        "SELECT person_id FROM people_document WHERE live AND number_index = ANY(%s::bytea[])",
        [literal("bytea", blind_indexes(texts, keys.INDEX))],
    )
    return int(found[0][0]) if len(found) == 1 else None


_NAMED = """SELECT i.n, p.id, p.name, p.birth_date, p.sex FROM {source} AS i(n, idx)
    LEFT JOIN people_document d ON d.number_index = i.idx AND d.live
    LEFT JOIN people_person p ON p.id = d.person_id AND p.merged_into_id IS NULL AND p.withdrawn_at IS NULL"""


def holders_named(named: Sequence[NamedPerson]) -> list[Holder]:
    """The holder of each document, and whether all that was said agrees. One query and the same work whoever was named,
    so that neither statements nor time tell whether a document is on file. A document without an issuer is China's."""
    texts = [keys.index_text(n.kind, n.issuer or "CHN", n.number) for n in named]
    source, values = joined(
        {"n": ("int", list(range(len(named)))), "idx": ("bytea", blind_indexes(texts, keys.INDEX))}
    )
    found = {row[0]: row[1:] for row in rows(_NAMED.format(source=source), values, often=True)}
    return [_holder(one, *found[n]) for n, one in enumerate(named)]


def _holder(
    named: NamedPerson, person_id: int | None, name: str | None, born: date | None, sex: str | None
) -> Holder:
    """Every attribute is compared, also after one that differs."""
    same = [
        plain(named.name) == plain(name or "?"),
        named.birth_date in (None, born),
        named.sex in ("", sex),
        person_id is not None,
    ]
    return Holder(person_id, all(same), born)


def only_phone(person_id: int, phone: str) -> bool:
    """True when this is the only phone the record has ever held. A record that had another one belongs to somebody
    whom this phone alone does not prove."""
    found = rows(
        "SELECT bool_and(value_index = %s) FROM people_contact WHERE person_id = %s AND kind = 'phone'",
        [blind_index(phone, keys.PHONE_INDEX), person_id],
    )
    return found[0][0] is True
