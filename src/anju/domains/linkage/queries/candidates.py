"""Who may be meant: records that share a search key."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.linkage.queries.records import Compared, Raw, compared
from anju.domains.linkage.rules.keys import LARGEST_GROUP, search_texts
from anju.foundation.crypto import blind_indexes
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows

CONTEXT = "linkage.key"
MOST = 200
"""Candidates of one declaration."""


def keys_of(records: Compared) -> dict[int, set[int]]:
    """Person → search keys: the first 63 bits of keyed hashes of the texts."""
    texts = search_texts(records.columns, len(records.ids))
    flat = [t for some in texts for t in some]
    hashed = iter(blind_indexes(flat, CONTEXT))
    return {
        person: {int.from_bytes((next(hashed) or b"")[:8], "big") >> 1 for _ in some}
        for person, some in zip(records.ids, texts, strict=True)
    }


def pairs_around(persons: set[int], keys: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs (lower number first) of a record among `persons` and any that shares one of these keys. One query, as the
    intake role."""
    found: set[tuple[int, int]] = set()
    for (members,) in rows(
        """SELECT array_agg(person_id) FROM linkage_record_key WHERE key = ANY(%s::bigint[])
        GROUP BY key HAVING count(*) BETWEEN 2 AND %s""",
        [list(keys), LARGEST_GROUP],
    ):
        mine = [p for p in members if p in persons]
        found |= {(min(p, q), max(p, q)) for p in mine for q in members if q != p}
    return found


def candidates_of(declared: Raw) -> list[int]:
    """Records that share a search key with a declared person: those that the transaction may see. Two queries."""
    keys = keys_of(compared({0: declared}))[0]
    if not keys:
        return []
    with as_intake_role():
        found = {
            int(p)
            for (p,) in rows(
                """SELECT k.person_id FROM unnest(%s::bigint[]) AS i(key) CROSS JOIN LATERAL (
                SELECT person_id FROM linkage_record_key WHERE key = i.key LIMIT %s) k""",
                [sorted(keys), LARGEST_GROUP],
            )
        }
    return [
        int(p)
        for (p,) in rows(
            """SELECT id FROM people_person WHERE id = ANY(%s) AND merged_into_id IS NULL
            AND withdrawn_at IS NULL ORDER BY id LIMIT %s""",
            [sorted(found), MOST],
        )
    ]
