"""Relationships to somebody already known: household and guardianship wait for who may agree to them.

Who becomes a guardian sees the ward's record. A relationship between people whom the same batch
entered is entered with them. One that concerns somebody known before is entered when the declarer is
that person, or the guardian on record, or staff of the place who have the papers in hand; otherwise
staff are asked (`RELATIONSHIP`), whatever the channel. The rest of the declaration counts at once, and
the sender does not learn that anybody was known.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.register.declarations.models import Batch, Review
from anju.domains.register.declarations.queries.rules import due
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.statements import insert, next_ids, rows
from anju.foundation.errors import Refused
from anju.foundation.events import api as events

RELATIONSHIP = "tie"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A declared relationship: `person_id` belongs to the household of `head_id`; with `guardian`, the head is the
    guardian too."""

    declaration_id: int
    batch_id: int
    head_id: int
    person_id: int
    relation: str
    since: date
    region: str
    guardian: bool


def agreed(
    relationships: Sequence[Relationship],
    *,
    entered: Mapping[int, int],
    seen: Collection[int],
    at: datetime,
) -> list[Relationship]:
    """Those of these relationships that may be entered now; about the others staff are asked, once for
    each declaration.

    `entered`: people entered in this run → the batch that entered them. `seen`: declarations whose
    papers the declarer, who may decide there, has in hand. A register that is taken over (batches of
    no account) is believed. Runs as the intake role.
    """
    if not relationships:
        return []
    taken_over = set(
        Batch.objects.filter(id__in={t.batch_id for t in relationships}, by_user=None).values_list(
            "id", flat=True
        )
    )
    standing = people.current_relationships(
        [(t.head_id, t.person_id, t.guardian) for t in relationships]
    )
    undecided = [
        t
        for t in relationships
        if (t.head_id, t.person_id, t.guardian) not in standing
        and t.batch_id not in taken_over
        and t.declaration_id not in seen
    ]
    known = _known(undecided, entered)
    guardians = people.wards_of(sorted({p for who in known.values() for p in who}))
    speakers = _speakers({t.batch_id for t in undecided if known[t.declaration_id]})
    asked = [
        t
        for t in undecided
        if not all(
            speakers.get(t.batch_id) in (guardians.get(p) or [p]) for p in known[t.declaration_id]
        )
    ]
    _ask(asked, at)
    return [t for t in relationships if t not in asked]


def _known(
    relationships: Sequence[Relationship], entered: Mapping[int, int]
) -> dict[int, list[int]]:
    """Declaration → those of its relationship who were known before its batch."""
    batches = {t.batch_id for t in relationships}
    found = rows(
        """SELECT person_id, batch_id FROM register_declaration WHERE batch_id = ANY(%s) AND person_id = ANY(%s)
        AND (effects ->> 'created')::boolean""",
        [sorted(batches), sorted({p for t in relationships for p in (t.head_id, t.person_id)})],
    )
    by = {(p, b) for p, b in found} | set(entered.items())
    return {
        t.declaration_id: [p for p in (t.head_id, t.person_id) if (p, t.batch_id) not in by]
        for t in relationships
    }


def _speakers(batch_ids: Collection[int]) -> dict[int, int]:
    """Batch → the record of the person whose account sent it."""
    found = Batch.objects.filter(id__in=batch_ids).values_list("id", "by_user")
    users = {batch: user for batch, user in found if user is not None}
    records = access.records_of(set(users.values()))
    return {b: records[u] for b, u in users.items() if u in records}


def _ask(relationships: Sequence[Relationship], at: datetime) -> None:
    before = set(
        Review.objects.filter(
            declaration_id__in=[t.declaration_id for t in relationships], kind=RELATIONSHIP
        )
        .exclude(decision="undone")
        .values_list("declaration_id", flat=True)
    )
    fresh = list(
        {t.declaration_id: t for t in relationships if t.declaration_id not in before}.values()
    )
    if not fresh:
        return
    ids = next_ids("register_review", len(fresh))
    facts = [
        {
            "reason": RELATIONSHIP,
            "head": t.head_id,
            "person": t.person_id,
            "relation": t.relation,
            "since": t.since.isoformat(),
            "guardian": t.guardian,
        }
        for t in fresh
    ]
    empty = [""] * len(fresh)
    insert(
        "register_review",
        {
            "id": ("bigint", ids),
            "declaration_id": ("bigint", [t.declaration_id for t in fresh]),
            "kind": ("text", [RELATIONSHIP] * len(fresh)),
            "region": ("text", [t.region for t in fresh]),
            "party": ("text", empty),
            "facts": ("jsonb", [json.dumps(f) for f in facts]),
            "asked_at": ("timestamptz", [at] * len(fresh)),
            "staff_from": ("timestamptz", [at] * len(fresh)),
            "due_at": ("timestamptz", [due("review.decide", t.region, at) for t in fresh]),
            "decision": ("text", empty),
            "note": ("text", empty),
            "decided_label": ("text", empty),
        },
    )
    events.emit_many(
        "register.asked", [{"review": i, "kind": RELATIONSHIP, "party": ""} for i in ids], at=at
    )


def enter(question: Review, *, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Staff have seen the papers: the relationship is entered, with its declaration, for that declaration's undo. What
    changed."""
    declaration, facts = question.declaration, question.facts
    stands = people.lock([facts["head"], facts["person"]])
    head, person = stands.get(facts["head"]), stands.get(facts["person"])
    if (
        head is None
        or person is None
        or head == person
        or declaration.status not in ("applied", "unchanged")
    ):
        raise Refused("decision_not_applicable", reason="tie_gone")
    before = people.relationships_of([head, person])
    since = date.fromisoformat(facts["since"])
    people.form_household(head, [(person, facts["relation"])], since=since, at=at)
    if facts["guardian"]:
        people.entrust(person, head, relation="50", since=since)
    change = people.relationship_changes(before, people.relationships_of([head, person]))
    if not change:
        return None
    declaration.effects = {
        **(declaration.effects or {}),
        "ties": [*(declaration.effects or {}).get("ties", []), change],
    }
    declaration.save(update_fields=["effects"])
    visibility_scope.recompute([head, person])
    audit.record_write(
        actor,
        action="register.family",
        subject_kind="declaration",
        subject_id=declaration.id,
        person_id=head,
        at=at,
        detail={"members": [person]},
    )
    return change
