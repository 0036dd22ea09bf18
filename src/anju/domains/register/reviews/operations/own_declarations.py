"""What residents may do about their own data: withdraw a waiting declaration, object to a record, read
their own record."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import WAITING
from anju.domains.register.declarations.models import Declaration, Review
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.declarations.queries.reviews import STATEMENT, sealed
from anju.domains.register.declarations.queries.rules import due
from anju.domains.register.ledger.models import Stay
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

LONGEST = 300


@retried
def withdraw_own(declaration_id: int, *, actor: Actor, at: datetime) -> None:
    """Take back a declaration of one's own that still waits. `NotFound` for those of others, `Conflict`
    ``review_decided`` once it was answered."""
    with as_intake_role():
        row = (
            Declaration.objects.select_for_update()
            .filter(id=declaration_id, source=f"user:{actor.user_id}")
            .first()
        )
        if row is None or actor.user_id is None:
            raise NotFound("declaration_unknown")
        if row.status != WAITING:
            raise Conflict("review_decided", by="")
        row.status, row.reason = "undone", "taken_back"
        row.save(update_fields=["status", "reason"])
        Review.objects.filter(declaration_id=row.id, decided_at=None).update(
            decision="taken_back",
            decided_at=at,
            decided_by=actor.user_id,
            decided_label=actor.label,
        )
        run(
            "UPDATE register_invitation SET state = 'closed' WHERE declaration_id = %s AND state = 'used'",
            [row.id],
        )
        audit.record_write(
            actor, action="register.take_back", subject_kind="declaration", subject_id=row.id, at=at
        )


@retried
def contest(*, words: str, actor: Actor, at: datetime, stay_id: int | None = None) -> int:
    """Say that something in one's own record is wrong: a stay, or (without `stay_id`) the record itself. Staff answer
    in the usual time; the id of the question.

    `NotAllowed` for accounts linked to nobody, `NotFound` ``stay_unknown``, `Refused` ``reason_missing``,
    `Conflict` ``contested_already`` while the same is still open.
    """
    require_no_identity_number(words)
    person, note = actor.person_id, words.strip()[:LONGEST]
    if person is None:
        raise NotAllowed("account_not_tied")
    if not note:
        raise Refused("reason_missing")
    with as_intake_role():
        person = people.lock([person]).get(person, person)
        declaration = _about(person, stay_id)
        if Review.objects.filter(declaration=declaration, kind="contest", decided_at=None).exists():
            raise Conflict("contested_already")
        facts = {
            "reason": "contest",
            STATEMENT: sealed(note, declaration=declaration.id),
            "person": person,
            "stay": stay_id,
            "by_user": actor.user_id,
        }
        row = Review.objects.create(
            declaration=declaration,
            kind="contest",
            region=declaration.region,
            facts=facts,
            asked_at=at,
            staff_from=at,
            due_at=due("review.decide", declaration.region, at),
        )
        audit.record_write(
            actor,
            action="register.contest",
            subject_kind="review",
            subject_id=row.id,
            person_id=person,
            detail={"stay": stay_id},
            at=at,
        )
        events.emit("register.asked", {"review": row.id, "kind": "contest", "party": ""}, at=at)
    return row.id


def _about(person: int, stay_id: int | None) -> Declaration:
    """The declaration that brought the contested stay, or the latest one about the person."""
    if stay_id is None:
        found = (
            Declaration.objects.filter(person_id=person, status="applied")
            .order_by("-said_at", "-id")
            .first()
        )
    else:
        stay = Stay.objects.filter(id=stay_id, person_id=person).first()
        found = Declaration.objects.filter(id=stay.declaration_id).first() if stay else None
    if found is None:
        raise NotFound("stay_unknown")
    return found


def own_record(name: str, number: str) -> int | None:
    """The record of a citizen number whose name agrees: for the real-name service to ask *after* it has said yes."""
    asked = pl.DataFrame(
        {
            "name": [name.strip()],
            "sex": ["0"],
            "birth_date": [None],
            "nationality": ["CHN"],
            "doc_type": ["111"],
            "doc_number": [number.strip().upper()],
        },
        schema_overrides={"birth_date": pl.Date},
    )
    with as_intake_role():
        found = people.match(asked).filter(pl.col("verdict") == people.KNOWN)["person_id"].to_list()
    return int(found[0]) if found else None
