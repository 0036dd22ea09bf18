"""The one who decided a review item undoes the decision: the declaration waits as before, and the item
is open again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from anju.domains.people import api as people
from anju.domains.register.corrections.operations.undoing import Taken, take_back
from anju.domains.register.declarations.data.declarations import WAITING
from anju.domains.register.declarations.models import Declaration, Review
from anju.domains.register.declarations.operations.batches import see_review
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.declarations.queries.reviews import BEFORE
from anju.domains.register.intake.operations import relationships
from anju.domains.register.invitations.data import CLOSED, TIED, USED
from anju.domains.register.invitations.models import Invitation
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotFound
from anju.foundation.events import api as events

WITHIN = timedelta(hours=12)
"""A working day, as for forms; afterwards an error is corrected, with a reason."""
RELATIONSHIPS = "ties"


def state_before(declaration: Declaration) -> dict[str, Any]:
    """How a declaration stood when its item was decided, to be kept with the item."""
    return {
        "status": declaration.status,
        "reason": declaration.reason,
        "person": declaration.person_id,
        "home": declaration.home_id,
        "effects": declaration.effects,
    }


@retried
def undo_decision(review_id: int, *, actor: Actor, at: datetime) -> int:
    """Take one's own decision of this working day back; the number of the declaration.

    What the decision entered is taken out of the register as by the undo of a batch, follow-up items
    are closed, the item is open again. What was sent to the declarer cannot be called back: after the
    next decision they hear again. Raises
    `NotFound` for an item out of sight or decided by somebody else, `Conflict` `undo_too_late`,
    `decision_undone` when it is open already, and `undo_changed_since` when later declarations, a
    merge or an account build on it.
    """
    see_review(review_id)
    with as_intake_role():
        question = (
            Review.objects.select_for_update(of=("self",))
            .select_related("declaration__batch")
            .filter(id=review_id)
            .first()
        )
        if question is None or (
            question.decided_at is not None and question.decided_by != actor.user_id
        ):
            raise NotFound("review_unknown", id=review_id)
        if question.decided_at is None or question.declaration.status == "undone":
            raise Conflict("decision_undone")
        before = question.facts.get(BEFORE)
        if at - question.decided_at > WITHIN or not isinstance(before, dict):
            raise Conflict("undo_too_late")
        declaration = question.declaration
        person = declaration.person_id
        _take_out(question, declaration, before, at)
        _open_again(question)
        audit.record_write(
            actor,
            action="register.undecide",
            subject_kind="review",
            subject_id=review_id,
            person_id=person or declaration.person_id,
            at=at,
        )
        events.emit("register.undecided", {"review": review_id, "person": person}, at=at)
    return declaration.id


def _take_out(
    question: Review, declaration: Declaration, before: Mapping[str, Any], at: datetime
) -> None:
    """Whatever the decision brought into the register."""
    relationship = before.get(RELATIONSHIPS)
    if question.kind == relationships.RELATIONSHIP:
        _restore_relationships(declaration, relationship)
        return
    if before["status"] != WAITING:  # an item about what stays as it is: a contested record
        return
    if (
        Review.objects.filter(declaration=declaration, decided_at__gt=question.decided_at)
        .exclude(decision="undone")
        .exists()
    ):
        raise Conflict("undo_changed_since", people=1)
    _invitation_back(declaration)
    if relationship:
        _restore_relationships(
            Declaration.objects.select_for_update().get(id=relationship["declaration"]),
            relationship,
        )
    _close_relationship_reviews(declaration, at)
    take_back(Taken(declaration.batch_id, (declaration.id,)), at=at)
    declaration.status, declaration.reason = before["status"], before["reason"]
    declaration.person_id, declaration.home_id = before["person"], before["home"]
    declaration.effects = before["effects"]
    declaration.save(update_fields=["status", "reason", "person_id", "home_id", "effects"])


def _restore_relationships(holder: Declaration, relationship: Mapping[str, Any] | None) -> None:
    """The household and guardianship that the decision entered, noted with the declaration `holder`."""
    if not relationship:
        return
    touched = people.restore_relationships([relationship["change"]])
    effects = dict(holder.effects or {})
    effects["ties"] = [t for t in effects.get("ties", []) if t != relationship["change"]]
    holder.effects = {k: v for k, v in effects.items() if v != []} or None
    holder.save(update_fields=["effects"])
    visibility_scope.recompute(touched)


def _invitation_back(declaration: Declaration) -> None:
    """The invitation of a declaration waits again; an account that got the record keeps it, and the decision stands."""
    row = Invitation.objects.select_for_update().filter(declaration_id=declaration.id).first()
    if row is None:
        return
    if row.state == TIED:
        raise Conflict("undo_changed_since", people=1)
    if row.state == CLOSED:
        row.state, row.person_id = USED, None
        row.save(update_fields=["state", "person_id"])


def _close_relationship_reviews(declaration: Declaration, at: datetime) -> None:
    """Relationships to the person that staff were asked about since are asked about again when the declaration is
    decided again."""
    for asked in Review.objects.filter(
        declaration__batch_id=declaration.batch_id, kind=relationships.RELATIONSHIP, decided_at=None
    ):
        if declaration.person_id in (asked.facts.get("head"), asked.facts.get("person")):
            asked.decided_at, asked.decision = at, "undone"
            asked.save(update_fields=["decided_at", "decision"])


def _open_again(question: Review) -> None:
    question.facts = {
        k: v
        for k, v in question.facts.items()
        if k not in (BEFORE, "changes", "person")
        or (k == "person" and question.kind == relationships.RELATIONSHIP)
    }
    question.decision, question.note, question.decided_at = "", "", None
    question.decided_by, question.decided_label = None, ""
    question.save(
        update_fields=["facts", "decision", "note", "decided_at", "decided_by", "decided_label"]
    )
