"""What was written about a vacancy is deleted when nobody needs it any more (PIPL 19, 47)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run

PART = 2_000


def forget_threads(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """Delete threads whose last message lies long enough back (rule ``housing.messages_kept``), with their messages
    and appointments; how many. An appointment that is still to come keeps its thread."""
    kept = register.national("housing.messages_kept", local_date(at))
    before, done = at - timedelta(days=int(kept["amount"])), 0
    while True:
        with transaction.atomic(), acting(actor):
            found = rows(
                """SELECT e.id FROM housing_enquiry e WHERE e.last_at < %s AND NOT EXISTS (SELECT FROM housing_viewing v
                WHERE v.enquiry_id = e.id AND v.starts_at >= %s) ORDER BY e.id LIMIT %s FOR UPDATE SKIP LOCKED""",
                [before, at, part],
            )
            threads = [f[0] for f in found]
            for table in ("housing_message", "housing_viewing"):
                run(f"DELETE FROM {table} WHERE enquiry_id = ANY(%s)", [threads])  # noqa: S608
            run("DELETE FROM housing_enquiry WHERE id = ANY(%s)", [threads])
            audit.record_writes(
                actor,
                action="housing.thread_forgotten",
                subject_kind="enquiry",
                subject_ids=threads,
                at=at,
            )
        done += len(threads)
        if len(threads) < part:
            return done
