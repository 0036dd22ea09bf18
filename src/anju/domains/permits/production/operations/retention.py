"""What was printed is forgotten when its purpose has ended (PIPL 19, 47): photograph, ethnicity, number on the card."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.permits.production.operations.layout import sealed
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import joined, rows, run

PART = 2_000

_ENDED = """
SELECT c.id, c.person_id, c.photo_id FROM permits_card c JOIN permits_permit p ON p.id = c.permit_id
WHERE p.state IN ('withdrawn', 'expired', 'cancelled') AND p.state_since < %s AND c.ended_at IS NOT NULL
  AND c.reason NOT LIKE 'forgotten:%%' ORDER BY c.id LIMIT %s FOR UPDATE OF c SKIP LOCKED
"""
_PHOTOS = """
UPDATE permits_blob b SET cipher = NULL, deleted_at = %s WHERE b.id = ANY(%s) AND b.cipher IS NOT NULL
  AND NOT EXISTS (SELECT FROM permits_paper p WHERE p.blob_id = b.id AND p.deleted_at IS NULL)
"""


def forget_ended(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """Empty the cards of permits that ended long enough ago (rule ``permit.card_kept``); how many. That they were
    made stays known, by serial."""
    done, kept = 0, register.national("permit.card_kept", local_date(at))
    before = at - timedelta(days=int(kept["amount"]))
    while True:
        with transaction.atomic(), acting(actor), as_intake_role():
            found = rows(_ENDED, [before, part])
            cards = [f[0] for f in found]
            source, values = joined(
                {"id": ("bigint", cards), "empty": ("bytea", [sealed({}, card=c) for c in cards])}
            )
            run(
                f"""UPDATE permits_card c SET layout_cipher = e.empty, reason = 'forgotten:' || reason
                FROM {source} AS e(id, empty) WHERE c.id = e.id""",  # noqa: S608
                values,
            )
            run(_PHOTOS, [at, [f[2] for f in found if f[2] is not None]])
            audit.record_writes(
                actor,
                action="permits.forgotten",
                subject_kind="card",
                subject_ids=cards,
                at=at,
                person_ids=[f[1] for f in found],
            )
        done += len(found)
        if len(found) < part:
            return done
