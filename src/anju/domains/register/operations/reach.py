"""Where people belong, derived from the ledger and published down to `people`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from anju.domains.people import api as people
from anju.foundation.db.arrays import literal
from anju.foundation.db.statements import rows

_SCOPES = """
SELECT person_id, region, bool_or(upper_inf(period)) FROM register_stay
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) GROUP BY 1, 2
UNION ALL SELECT person_id, party, true FROM register_stay
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) AND party <> '' AND upper_inf(period) GROUP BY 1, 2
UNION ALL SELECT person_id, region, bool_or(upper_inf(period)) FROM register_job
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) GROUP BY 1, 2
UNION ALL SELECT person_id, party, true FROM register_job
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) AND upper_inf(period) GROUP BY 1, 2
UNION ALL SELECT person_id, region, bool_or(upper_inf(period)) FROM register_absence
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) GROUP BY 1, 2
"""


def recompute(person_ids: Sequence[int], *, newcomers: Collection[int] = ()) -> None:
    """Publish the scopes of these people: places of their stays and jobs, parties of the open
    ones (`people` adds guardians). `newcomers`: those among them whom this transaction entered."""
    for ids, first in (([p for p in person_ids if p not in newcomers], False),
                       ([p for p in person_ids if p in newcomers], True)):
        if ids:
            found = rows(_SCOPES, {"ids": literal("bigint", ids)}, often=True)
            people.publish(ids, [(int(p), str(s), bool(c)) for p, s, c in found], first=first)
