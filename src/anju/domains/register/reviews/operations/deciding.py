"""A person decides what the pipeline could not: the waiting declaration is applied after all, or refused.

An answer confirms its own question and no other. Where the next one comes up (the home is found, now two people might
be meant), the declaration goes on waiting with the next question, and what was answered stays answered.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.corrections.operations.undoing_decisions import (
    RELATIONSHIPS,
    state_before,
)
from anju.domains.register.declarations.data.declarations import (
    APPLIED,
    DOUBTFUL,
    REFUSED,
    UNCHANGED,
    WAITING,
    Outcome,
    Sender,
)
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA, typed
from anju.domains.register.declarations.models import Batch, Declaration, Review
from anju.domains.register.declarations.operations.batches import see_review
from anju.domains.register.declarations.operations.context import Run, Submitter
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.declarations.queries.reviews import BEFORE
from anju.domains.register.declarations.queries.submitted import as_frame, submitted
from anju.domains.register.intake.data.receipts import confirmed_in
from anju.domains.register.intake.operations import (
    families,
    homes,
    processing,
    raising_reviews,
    relationships,
    resubmitted_rows,
)
from anju.domains.register.intake.rules.plausibility import asks_nationality
from anju.domains.register.invitations import operations as invitations
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

SAME, NEW, ACCEPT, REFUSE = "same", "new", "accept", "refuse"
CONFIRM, CONTEST = "confirm", "contest"


@retried
def decide(
    review_id: int,
    *,
    decision: str,
    actor: Actor,
    at: datetime,
    person_id: int | None = None,
    home_code: str = "",
    since: date | None = None,
    until: date | None = None,
    nationality: str = "",
    note: str = "",
) -> Outcome:
    """Answer a question. `same` (with `person_id`): it is that person; `new`: a person not known yet; `accept`: as
    said (with `home_code` where the home had to be found; `since` and `until` set another first day and last day,
    exclusive; `nationality`, alpha-3, where it was not declared with a foreigner's document); `refuse`: with a note the
    declarer will read.

    Accepting a contradiction lets the declared stay prevail over those it contradicts (see `stays`). The outcome is
    `waiting` when the answer raised the next question.

    A contested record (`contest`) is answered in words, with `accept` or `refuse`; the answer itself changes nothing in
    the ledger. A relationship to somebody known before (`tie`) is entered with `accept`, by staff who
    have seen the papers.

    Raises `NotFound`, `NotAllowed`, `Conflict` when it was answered meanwhile, `Refused` when the answer lacks
    something (`decision_needs_person`, `decision_needs_home`, `decision_needs_nationality`, `decision_needs_note`,
    `decision_dates`) or still cannot be applied (`decision_not_applicable`, `document_on_file`).
    """
    require_no_identity_number(note)
    see_review(review_id)
    with transaction.atomic(), as_intake_role():
        question = (
            Review.objects.select_for_update(of=("self",))
            .select_related("declaration__batch")
            .filter(id=review_id)
            .first()
        )
        if question is None:
            raise NotFound("review_unknown", id=review_id)
        authorise(question, actor, at)
        if question.decided_at is not None:
            raise Conflict("review_decided", by=question.decided_label)
        _complete(question, decision, person_id, home_code, nationality, note)
        question.facts = {**question.facts, BEFORE: state_before(question.declaration)}
        if question.kind == CONTEST:
            _close(question, decision, actor, at, note)
            return _as_it_stands(question.declaration)
        if question.kind == relationships.RELATIONSHIP:
            if decision == ACCEPT:
                _note_relationship(
                    question,
                    question.declaration_id,
                    relationships.enter(question, actor=actor, at=at),
                )
            _close(question, decision, actor, at, note)
            return _as_it_stands(question.declaration)
        if decision == REFUSE:
            outcome = _refuse(question.declaration)
            _close(question, decision, actor, at, note)
        else:
            _remember(
                question,
                decision,
                person_id,
                {
                    "home_code": home_code,
                    "start": since,
                    "end": until,
                    "nationality": nationality,
                },
            )
            _close(question, decision, actor, at, note)
            outcome = _apply(question, decision, actor, at)
        if question.kind == CONFIRM:
            by_party = bool(question.party) and actor.may("declare", party=question.party)
            invitations.answered(
                question.declaration,
                applied=outcome.status in (APPLIED, UNCHANGED),
                by_party=by_party,
                actor=actor,
                at=at,
            )
    return outcome


def authorise(question: Review, actor: Actor, at: datetime) -> None:
    """Raise `NotAllowed` unless this actor may answer this question now."""
    own = question.party and actor.may("declare", party=question.party)
    staff = actor.may("review.decide", region=question.region) and question.staff_from <= at
    if not (own or staff):
        raise NotAllowed("not_allowed", permission="review.decide", region=question.region)


def _complete(
    question: Review,
    decision: str,
    person_id: int | None,
    home_code: str,
    nationality: str,
    note: str,
) -> None:
    if decision not in (SAME, NEW, ACCEPT, REFUSE):
        raise Refused("decision_unknown", decision=decision)
    if question.kind in (CONTEST, relationships.RELATIONSHIP) and decision not in (ACCEPT, REFUSE):
        raise Refused("decision_unknown", decision=decision)
    candidates = people.all_canonical(question.facts.get("candidates", []))
    if decision == SAME and person_id not in {*candidates, *candidates.values()}:
        raise Refused("decision_needs_person")
    if decision == NEW and question.facts.get("reason") == "name_differs":
        raise Refused("document_on_file")
    if question.kind == "same_person" and decision == ACCEPT:
        raise Refused("decision_needs_person")
    if decision == ACCEPT and question.kind == "home_not_found" and not home_code:
        raise Refused("decision_needs_home")
    if home_code and places.home_by_code(home_code) is None:
        raise Refused("decision_needs_home")
    if decision == ACCEPT and not nationality and asks_nationality(question.facts):
        raise Refused("decision_needs_nationality")
    if (decision == REFUSE or question.kind == CONTEST) and not note.strip():
        raise Refused("decision_needs_note")


def _as_it_stands(declaration: Declaration) -> Outcome:
    return Outcome(
        declaration.key,
        declaration.row,
        declaration.status,
        declaration.reason,
        declaration.id,
        declaration.person_id,
        declaration.home_id,
    )


def _refuse(declaration: Declaration) -> Outcome:
    declaration.status, declaration.reason = REFUSED, "decided_against"
    declaration.save(update_fields=["status", "reason"])
    if declaration.home_id is not None and declaration.home_id in declaration.batch.made_homes:
        places.remove_unused([declaration.home_id], used=homes.used([declaration.home_id]))
    return Outcome(
        declaration.key, declaration.row, REFUSED, "decided_against", declaration.id, None, None
    )


def _remember(
    question: Review, decision: str, person_id: int | None, changes: dict[str, Any]
) -> None:
    """Write into the question what was answered, for the questions that may follow."""
    given = {k: v.isoformat() if isinstance(v, date) else v for k, v in changes.items() if v}
    question.facts = {
        **question.facts,
        "changes": given,
        "person": person_id if decision == SAME else None,
    }


def _apply(question: Review, decision: str, actor: Actor, at: datetime) -> Outcome:
    declaration = question.declaration
    answered = list(
        Review.objects.filter(declaration=declaration).exclude(decided_at=None).order_by("id")
    )
    frame = _as_answered(declaration, answered)
    chosen = [r.facts["person"] for r in answered if r.facts.get("person")]
    numbered = bool(
        frame["doc_number"][0]
    )  # whose number it is may have changed since: records are merged and parted
    person = chosen[-1] if chosen else None if numbered else declaration.person_id
    run = Run(
        Submitter(actor, sender_of(declaration.batch), declaration.batch_id),
        at,
        answered=frozenset(r.kind for r in answered),
        seen={declaration.key: _confirmed(answered) | confirmed_in(declaration.effects)},
    )
    processed = processing.process(frame, run, about={declaration.id: person} if person else {})
    status, reason = processed.results[declaration.id]
    if status == REFUSED:
        raise Refused("decision_not_applicable", reason=reason)
    elsewhere = raising_reviews.raised_elsewhere(
        processed, processed.results, {declaration.id: declaration.region}, run
    )
    status, reason = raising_reviews.disclosed(processed.results, elsewhere)[declaration.id]
    declaration.status, declaration.reason = status, reason
    declaration.person_id = None if elsewhere else processed.persons.get(declaration.id)
    declaration.home_id = processed.homes.get(declaration.id)
    effects = {**(declaration.effects or {}), **run.effects.get(declaration.id, {})}
    if chosen and declaration.person_id and status in (APPLIED, UNCHANGED):
        effects |= _adopt(frame, declaration.person_id, at)
    declaration.effects = effects or None
    declaration.save(update_fields=["status", "reason", "person_id", "home_id", "effects"])
    resubmitted_rows.forget([p for p in processed.persons.values() if p], but=[declaration.id])
    if status == WAITING:
        region = processed.places.get(declaration.id, ("", ""))[0] or question.region
        raising_reviews.raise_for(
            [declaration.id], processed, processed.results, {declaration.id: region}, run, elsewhere
        )
    else:
        head, change = families.join_batch(declaration.batch_id, actor=actor, at=at)
        if head and head != declaration.id:
            _note_relationship(question, head, change)
            question.save(update_fields=["facts"])
    return Outcome(
        declaration.key,
        declaration.row,
        status,
        reason,
        declaration.id,
        declaration.person_id,
        declaration.home_id,
    )


def _note_relationship(
    question: Review, declaration_id: int, change: dict[str, Any] | None
) -> None:
    """Which household or guardianship the decision entered, and with which declaration it is noted."""
    if change:
        question.facts[BEFORE][RELATIONSHIPS] = {"declaration": declaration_id, "change": change}


def _confirmed(answered: list[Review]) -> dict[str, str]:
    """The doubts that were shown with the answered items; one that comes up only now is another question."""
    shown = (
        r.facts.get("doubts", [r.facts.get("reason", "")]) for r in answered if r.kind == DOUBTFUL
    )
    return dict.fromkeys((code for codes in shown for code in codes), "review")


def _as_answered(declaration: Declaration, answered: list[Review]) -> pl.DataFrame:
    """What was declared, with what the answers so far put in its place."""
    changes: dict[str, Any] = {}
    for question in answered:
        changes |= question.facts.get("changes", {})
    read = typed(changes)
    frame = frame_of(declaration).with_columns(
        pl.lit(declaration.key).alias("key"),
        *(pl.lit(v, dtype=ITEM_SCHEMA[k]).alias(k) for k, v in read.items()),
    )
    if read and frame.filter(pl.col("end") <= pl.col("start")).height:
        raise Refused("decision_dates")
    return frame


def _adopt(frame: pl.DataFrame, person_id: int, at: datetime) -> dict[str, object]:
    """The document that a person turned out to hold besides those on file."""
    row = frame.row(0, named=True)
    if not row["doc_number"]:
        return {}
    added = people.adopt_document(
        person_id,
        kind=row["doc_type"] or "111",
        issuer=row["nationality"] or "",
        number=row["doc_number"],
        at=at,
    )
    return {"document": added} if added else {}


def frame_of(declaration: Declaration) -> pl.DataFrame:
    """A kept declaration as a one-row frame again."""
    (declared,) = submitted([(declaration.id, declaration.payload_cipher)])
    return as_frame([declaration.id], [declared])


def sender_of(batch: Batch) -> Sender:
    """The sender of a kept batch."""
    return Sender(
        batch.source, batch.channel, batch.label, batch.party, batch.employer_id, batch.region
    )


def _close(question: Review, decision: str, actor: Actor, at: datetime, note: str) -> None:
    question.decision, question.note, question.decided_at = decision, note.strip(), at
    question.decided_by, question.decided_label = actor.user_id, actor.label
    question.save(
        update_fields=["facts", "decision", "note", "decided_at", "decided_by", "decided_label"]
    )
    audit.record_write(
        actor,
        action="register.decide",
        subject_kind="review",
        subject_id=question.id,
        person_id=question.declaration.person_id,
        at=at,
        detail={"decision": decision},
    )
    events.emit(
        "register.decided",
        {"review": question.id, "declaration": question.declaration_id, "decision": decision},
        at=at,
    )
