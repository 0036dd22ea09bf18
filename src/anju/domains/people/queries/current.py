"""Rights over a person hold where the person lives or works now."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role, scope_literal
from anju.foundation.db.statements import rows


def within_scope_now(actor: Actor, person_ids: Sequence[int], permission: str) -> set[int]:
    """Those of the people for whom the actor holds the permission where they live or work today; of those who live and
    work nowhere today, where they last did. Call it inside a transaction: whether somebody belongs elsewhere today must
    not depend on what the actor sees."""
    literal = scope_literal(actor, permission)
    with as_intake_role():
        return {
            p
            for (p,) in rows(
                """SELECT i.p FROM unnest(%s::bigint[]) AS i(p)
            WHERE %s::anju_scope @> ('person:' || i.p)
            OR EXISTS (SELECT FROM people_scope s WHERE s.person_id = i.p AND %s::anju_scope @> s.scope::text
                AND (s.current OR NOT EXISTS (SELECT FROM people_scope c WHERE c.person_id = i.p AND c.current)))""",
                [list(person_ids), literal, literal],
            )
        }
