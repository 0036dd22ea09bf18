"""All that is known about one person apart from the ledger: declarations, open review items, access log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import ReviewView
from anju.domains.register.declarations.queries.reviews import REVIEW, views
from anju.domains.register.declarations.queries.submitted import submitted
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.audit.api import Entry
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound

TRAIL = "person.trail"


@dataclass(frozen=True, slots=True)
class PersonDeclaration:
    """One declaration about a person, as it came (`item`), and what became of it."""

    id: int
    kind: str
    status: str
    reason: str
    effective: date | None
    said_at: datetime
    channel: str
    declared_by: str
    row: int
    file_name: str
    batch_id: int
    item: dict[str, Any]


def declarations_about(person_ids: Sequence[int], *, limit: int = 50) -> list[PersonDeclaration]:
    """Declarations about a person (and the records merged into it), newest first. One query."""
    found = rows(
        """SELECT d.id, d.kind, d.status, d.reason, d.effective, d.said_at, coalesce(b.channel,
            split_part(d.source, ':', 1)), coalesce(b.label, ''), d.row, coalesce(b.file_name, ''), d.batch_id,
            d.payload_cipher FROM register_declaration d LEFT JOIN register_batch b ON b.id = d.batch_id
        WHERE d.person_id = ANY(%s) ORDER BY d.said_at DESC, d.id DESC LIMIT %s""",
        [list(person_ids), limit],
    )
    declared = submitted([(f[0], f[11]) for f in found])
    return [PersonDeclaration(*(*f[:11], s)) for f, s in zip(found, declared, strict=True)]


def reviews_about(person_id: int) -> list[ReviewView]:
    """Open questions that concern a person: about a declaration of theirs, or whether somebody else is they."""
    return views(
        f"""{REVIEW} WHERE r.decided_at IS NULL
        AND (d.person_id = ANY((SELECT anju_records_of(%s))::bigint[]) OR EXISTS (
            SELECT FROM unnest((SELECT anju_records_of(%s))::bigint[]) AS w(who)
            WHERE r.facts->'candidates' @> to_jsonb(w.who))) ORDER BY r.due_at, r.id""",  # noqa: S608
        [person_id, person_id],
    )


def access_log_of(person_id: int, *, actor: Actor, limit: int = 20) -> list[Entry] | None:
    """Who read this person's record, newest first; None without the permission ``person.trail`` where
    the person lives or works now. `NotFound` for people out of the transaction's sight.

    The trail shows its lines to the person and to auditors; the offices that answer for a record see them by this read
    alone.
    """
    if not actor.may(TRAIL):
        return None
    if person_id not in people.persons([person_id]):
        raise NotFound("person_unknown")
    with as_intake_role():
        if person_id not in people.within_scope_now(actor, [person_id], TRAIL):
            return None
        return audit.reads_of(person_id, limit=limit)


def regions_of(person_id: int) -> tuple[str, ...]:
    """The regions a person lives or works in, or did last, as far as the transaction sees."""
    today = local_date(now())
    return tuple(
        r[0]
        for r in rows(
            """SELECT region FROM (
        SELECT region, coalesce(upper(period) > %s, true) AS open FROM register_stay
         WHERE person_id = %s AND superseded_at IS NULL
        UNION SELECT region, coalesce(upper(period) > %s, true) FROM register_job
         WHERE person_id = %s AND superseded_at IS NULL
        ) r GROUP BY region ORDER BY bool_or(open) DESC, region""",
            [today, person_id, today, person_id],
        )
    )
