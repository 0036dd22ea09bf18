"""Who is shielded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from anju.domains.people import api as people
from anju.foundation.db.statements import rows

_SHIELDED = """SELECT person_id FROM exchange_shield
WHERE since <= %s AND (until IS NULL OR until > %s)"""


def shielded(person_ids: Sequence[int], at: datetime) -> set[int]:
    """Those of the persons whose data is shielded at that moment. One query."""
    found = rows(f"{_SHIELDED} AND person_id = ANY(%s)", [at, at, list(person_ids)], often=True)
    return {person for (person,) in found}


def all_shielded(at: datetime) -> set[int]:
    """Everybody who is shielded at that moment. One query."""
    return {person for (person,) in rows(_SHIELDED, [at, at])}


def shielded_records(person_ids: Collection[int], at: datetime) -> set[int]:
    """Those of these records that are about somebody shielded, also where records were merged since, and where somebody
    was shielded after what happened at that moment. Three queries, one where nobody is shielded."""
    sql = "SELECT person_id FROM exchange_shield WHERE until IS NULL OR until > %s"
    hidden = [person for (person,) in rows(sql, [at])]
    if not hidden or not person_ids:
        return set()
    standing = set(people.all_canonical(hidden).values())
    return {record for record, one in people.all_canonical(person_ids).items() if one in standing}
