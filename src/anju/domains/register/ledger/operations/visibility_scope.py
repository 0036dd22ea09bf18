"""The visibility scopes of people, derived from the ledger and published to `people`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from anju.domains.people import api as people
from anju.foundation.clock import local_date, now
from anju.foundation.db.arrays import literal
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows

_SCOPES = """
SELECT person_id, region, bool_or(coalesce(upper(period) > %(day)s::date, true)) FROM register_stay
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) GROUP BY 1, 2
UNION ALL SELECT person_id, party, true FROM register_stay
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) AND party <> ''
   AND coalesce(upper(period) > %(day)s::date, true) GROUP BY 1, 2
UNION ALL SELECT person_id, region, bool_or(coalesce(upper(period) > %(day)s::date, true)) FROM register_job
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) GROUP BY 1, 2
UNION ALL SELECT person_id, party, true FROM register_job
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[])
   AND coalesce(upper(period) > %(day)s::date, true) GROUP BY 1, 2
UNION ALL SELECT person_id, region, bool_or(coalesce(upper(period) > %(day)s::date, true)) FROM register_absence
 WHERE superseded_at IS NULL AND person_id = ANY(%(ids)s::bigint[]) GROUP BY 1, 2
"""


def recompute(person_ids: Sequence[int], *, newcomers: Collection[int] = ()) -> None:
    """Publish the scopes of these people: places of their stays and jobs, parties of those that are not over today
    (`people` adds guardians). `newcomers`: those among them whom this transaction entered."""
    for ids, first in (
        ([p for p in person_ids if p not in newcomers], False),
        ([p for p in person_ids if p in newcomers], True),
    ):
        if ids:
            found = rows(
                _SCOPES, {"ids": literal("bigint", ids), "day": local_date(now())}, often=True
            )
            people.publish(ids, [(int(p), str(s), bool(c)) for p, s, c in found], first=first)


_ENDED = """
SELECT person_id FROM {table} WHERE superseded_at IS NULL AND upper(period) <= %s AND upper(period) > %s
 AND recorded_at < upper(period) + 1"""
MOST, LOOKED_BACK = 5_000, timedelta(days=30)


def publish_ended(*, at: datetime) -> int:
    """Publish anew the people whose planned last day in a home or job has been reached; how many. Runs
    every night: what was recorded when the end had come already was published so at once."""
    today = local_date(at)
    sql = " UNION ".join(
        _ENDED.format(table=t) for t in ("register_stay", "register_job", "register_absence")
    )
    with as_intake_role():
        people_ids = [r[0] for r in rows(sql, [today, today - LOOKED_BACK] * 3)]
        for n in range(0, len(people_ids), MOST):
            recompute(people_ids[n : n + MOST])
    return len(people_ids)
