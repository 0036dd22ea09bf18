"""A person decides what the pipeline could not: the waiting declaration is applied after all, or refused."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.register.data import APPLIED, ITEM_SCHEMA, REFUSED, UNCHANGED, WAITING, Outcome, Sender
from anju.domains.register.models import Batch, Declaration, Review
from anju.domains.register.operations import invitations, questions, settle
from anju.domains.register.operations.context import Run
from anju.domains.register.queries.reviews import PAYLOAD
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import decrypt
from anju.foundation.db.scope import at_the_door
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events

SAME, NEW, ACCEPT, REFUSE = "same", "new", "accept", "refuse"
CONFIRM, CONTEST = "confirm", "contest"


def decide(review_id: int, *, decision: str, actor: Actor, at: datetime, person_id: int | None = None,
           home_code: str = "", since: date | None = None, note: str = "") -> Outcome:
    """Answer a question. `same` (with `person_id`): it is that person; `new`: a person not known yet; `accept`: as
    said (with `home_code` where the home had to be found); `refuse`: with a note the declarer will read.

    Raises `NotFound`, `NotAllowed`, `Conflict` when it was answered meanwhile, `Refused` when the answer lacks
    something (`decision_needs_person`, `decision_needs_home`, `decision_needs_note`) or still cannot be applied.

    A landlord's yes agrees to the stay only: where it is not certain who the person is, staff are asked next.
    A contested record (`contest`) is answered in words and does not change by the answer itself.
    """
    with at_the_door():
        question = (Review.objects.select_for_update(of=("self",)).select_related("declaration__batch")
                    .filter(id=review_id).first())
        if question is None:
            raise NotFound("review_unknown", id=review_id)
        _authorise(question, actor, at)
        if question.decided_at is not None:
            raise Conflict("review_decided", by=question.decided_label)
        _complete(question, decision, person_id, home_code, note)
        if question.kind == CONTEST:
            outcome = _as_it_stands(question.declaration)
        elif decision == REFUSE:
            outcome = _refuse(question.declaration)
        else:
            changes = {"home_code": home_code or None, "start": since}
            outcome = _apply(question, actor, at, person_id if decision == SAME else None,
                             {k: v for k, v in changes.items() if v})
        _close(question, decision, actor, at, note)
        if question.kind == CONFIRM:
            invitations.answered(question.declaration, applied=outcome.status in (APPLIED, UNCHANGED), actor=actor, at=at,
                                 by_party=bool(question.party) and actor.may("declare", party=question.party))
    return outcome


def _authorise(question: Review, actor: Actor, at: datetime) -> None:
    own = question.party and actor.may("declare", party=question.party)
    staff = actor.may("review.decide", region=question.region) and question.staff_from <= at
    if not (own or staff):
        raise NotAllowed("not_allowed", permission="review.decide", region=question.region)


def _complete(question: Review, decision: str, person_id: int | None, home_code: str, note: str) -> None:
    if decision not in (SAME, NEW, ACCEPT, REFUSE):
        raise Refused("decision_unknown", decision=decision)
    if decision == SAME and person_id not in question.facts.get("candidates", []):
        raise Refused("decision_needs_person")
    if decision == ACCEPT and question.kind == "home_not_found" and not home_code:
        raise Refused("decision_needs_home")
    if decision == REFUSE and not note.strip():
        raise Refused("decision_needs_note")


def _as_it_stands(declaration: Declaration) -> Outcome:
    return Outcome(declaration.key, declaration.row, declaration.status, declaration.reason, declaration.id,
                   declaration.person_id, declaration.home_id)


def _refuse(declaration: Declaration) -> Outcome:
    declaration.status, declaration.reason = REFUSED, "decided_against"
    declaration.save(update_fields=["status", "reason"])
    return Outcome(declaration.key, declaration.row, REFUSED, "decided_against", declaration.id, None, None)


def _apply(question: Review, actor: Actor, at: datetime, person_id: int | None, changes: dict[str, Any]) -> Outcome:
    declaration = question.declaration
    frame = frame_of(declaration).with_columns(
        pl.lit(v, dtype=ITEM_SCHEMA[k]).alias(k) for k, v in changes.items())
    only_agreed = question.kind == CONFIRM
    run = Run(actor=actor, sender=sender_of(declaration.batch), at=at, batch_id=declaration.batch_id,
              confirmed=not only_agreed, agreed=only_agreed)
    settled = settle.settle(frame, run, forced_person=person_id)
    status, reason = settled.results[declaration.id]
    if status == WAITING and only_agreed:
        return _ask_staff(declaration, settled, run)
    if status in (WAITING, REFUSED):
        raise Refused("decision_not_applicable", reason=reason)
    declaration.status, declaration.reason = status, ""
    declaration.person_id = settled.persons.get(declaration.id)
    declaration.home_id = settled.homes.get(declaration.id)
    declaration.effects = run.effects.get(declaration.id) or declaration.effects
    declaration.save(update_fields=["status", "reason", "person_id", "home_id", "effects"])
    return Outcome(declaration.key, declaration.row, status, "", declaration.id, declaration.person_id,
                   declaration.home_id)


def _ask_staff(declaration: Declaration, settled: settle.Settled, run: Run) -> Outcome:
    """Agreed to, but it is not certain who this is, or it contradicts what is known: the next question is staff's."""
    results = {declaration.id: settled.results[declaration.id]}
    questions.raise_for([declaration.id], settled, results, {declaration.id: declaration.region}, run)
    declaration.reason = results[declaration.id][1]
    declaration.save(update_fields=["reason"])
    return _as_it_stands(declaration)


def frame_of(declaration: Declaration) -> pl.DataFrame:
    """A kept declaration as a one-row frame again."""
    said = json.loads(decrypt(declaration.payload_cipher, PAYLOAD))
    said = {k: date.fromisoformat(v) if ITEM_SCHEMA[k] == pl.Date else v for k, v in said.items()}
    row = {c: [said.get(c)] for c in ITEM_SCHEMA}
    return pl.DataFrame(row, schema=ITEM_SCHEMA).with_columns(pl.lit(declaration.id, dtype=pl.Int64).alias("did"))


def sender_of(batch: Batch) -> Sender:
    """The sender of a kept batch."""
    return Sender(batch.source, batch.channel, batch.label, batch.party, batch.employer_id, batch.region)


def _close(question: Review, decision: str, actor: Actor, at: datetime, note: str) -> None:
    question.decision, question.note, question.decided_at = decision, note.strip(), at
    question.decided_by, question.decided_label = actor.user_id, actor.label
    question.save(update_fields=["decision", "note", "decided_at", "decided_by", "decided_label"])
    audit.record_write(actor, action="register.decide", subject_kind="review", subject_id=question.id,
                       person_id=question.declaration.person_id, at=at, detail={"decision": decision})
    events.emit("register.decided", {"review": question.id, "declaration": question.declaration_id,
                                     "decision": decision}, at=at)
