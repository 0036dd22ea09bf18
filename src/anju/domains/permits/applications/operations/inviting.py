"""Inviting whoever became eligible, once: nobody has to ask whether they may ask."""

from __future__ import annotations

from datetime import datetime

from anju.domains.people import api as people
from anju.domains.permits.applications.data import INVITED, OPEN, Kind
from anju.domains.permits.transitions.data.transitions import LIVE
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.notices import api as notices

_NEXT = """SELECT e.person_id FROM permits_entitlement e WHERE e.entitled AND e.invited_by = ''
    AND NOT EXISTS (SELECT FROM permits_permit p WHERE p.person_id = e.person_id AND p.state = ANY(%s))
    AND NOT EXISTS (SELECT FROM permits_application a WHERE a.person_id = e.person_id AND a.kind = %s
                    AND a.state = ANY(%s))
    ORDER BY e.person_id LIMIT %s FOR UPDATE OF e SKIP LOCKED"""


def invite(*, actor: Actor, at: datetime, limit: int = 200) -> int:
    """Write to the phones of people who became eligible and hold and ask for no permit; how many were
    notified. Whoever has no phone on file is left to the office (``nobody``). Needs a transaction;
    several workers may run it.
    """
    with as_intake_role():
        due = [
            r[0]
            for r in rows(
                _NEXT, [[str(s) for s in LIVE], str(Kind.FIRST), [str(s) for s in OPEN], limit]
            )
        ]
        phones = people.phones(due)
        run(
            """UPDATE permits_entitlement SET invited_by = CASE WHEN person_id = ANY(%s) THEN 'phone' ELSE 'nobody' END,
            invited_at = CASE WHEN person_id = ANY(%s) THEN %s::timestamptz END WHERE person_id = ANY(%s)""",
            [list(phones), list(phones), at, due],
        )
    for person, phone in sorted(phones.items()):
        notices.send("permits.entitled", phone, INVITED, at=at, context={"person": person})
    notified = sorted(phones)
    audit.record_writes(
        actor,
        action="entitlement.invite",
        subject_kind="entitlement",
        subject_ids=list(notified),
        person_ids=list(notified),
        at=at,
    )
    return len(notified)
