"""Locks of persons: whoever writes about somebody holds that record's lock until the transaction ends.

Records are locked in the order of their numbers, a whole batch in one statement, so that two writers
wait for each other and do not block each other. What was read before a lock was granted may have
changed meanwhile; so whoever locks looks again.
"""

from __future__ import annotations

from collections.abc import Collection

from anju.foundation.db.arrays import literal
from anju.foundation.db.statements import rows

_LOCK = """WITH RECURSIVE up(id) AS (SELECT unnest(%s::bigint[])
    UNION SELECT p.merged_into_id FROM up JOIN people_person p ON p.id = up.id AND p.merged_into_id IS NOT NULL)
SELECT id, merged_into_id, withdrawn_at IS NOT NULL FROM people_person WHERE id IN (SELECT id FROM up)
ORDER BY id FOR NO KEY UPDATE"""


def lock(person_ids: Collection[int]) -> dict[int, int]:
    """Lock these records and those that stand for them after merges: {asked for: stands for it}. Withdrawn and unknown
    ones are left out."""
    stands: dict[int, int] = {}
    gone: set[int] = set()
    step: dict[int, int] = {}
    wanted = set(person_ids)
    while wanted:
        for person, into, withdrawn in rows(_LOCK, [literal("bigint", sorted(wanted))], often=True):
            if into is not None:
                step[person] = into
            elif withdrawn:
                gone.add(person)
            else:
                stands[person] = person
        wanted = {
            into
            for into in step.values()
            if into not in stands and into not in step and into not in gone
        }
    for person in person_ids:
        last = person
        while last in step:
            last = step[last]
        if last in stands:
            stands[person] = last
    return {p: stands[p] for p in person_ids if p in stands}
