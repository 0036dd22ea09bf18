"""Who may do what with an application: the family, who helps it, the office that answers for the place."""

from __future__ import annotations

from datetime import datetime

from anju.domains.casework.cases.operations import case_rights
from anju.domains.casework.enrolment.models import EnrolmentRound, EnrolmentRow
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, NotAllowed, NotFound

ENTER, REVIEW, RUN = "enrol.enter", "enrol.review", "enrol.run"
MATTER = "enrolment"
"""The matter of a mandate to act in it."""


def see(enrolment_id: int) -> None:
    """Raise `NotFound` ``enrolment_unknown`` unless the transaction's own scope admits it. Call it outside the intake
    role."""
    if not EnrolmentRow.objects.filter(id=enrolment_id).exists():
        raise NotFound("enrolment_unknown")


def locked(enrolment_id: int, *, seen: int | None = None) -> EnrolmentRow:
    """The row and its round, held for this transaction: the round first. `seen`: the version the actor looked at.
    `Conflict` ``enrolment_changed``."""
    round_id = EnrolmentRow.objects.values_list("round_id", flat=True).get(id=enrolment_id)
    held = locked_round(round_id)
    row: EnrolmentRow = EnrolmentRow.objects.select_for_update().get(id=enrolment_id)
    row.round = held
    if seen is not None and row.version != seen:
        raise Conflict("enrolment_changed", number=row.number)
    return row


def locked_round(round_id: int, *, seen: int | None = None) -> EnrolmentRound:
    """A round, held for this transaction. `NotFound` ``round_unknown``; `Conflict` ``round_changed``."""
    row = EnrolmentRound.objects.select_for_update().filter(id=round_id).first()
    if row is None:
        raise NotFound("round_unknown")
    if seen is not None and row.version != seen:
        raise Conflict("round_changed")
    return row


def acts_for(guardian_id: int, actor: Actor, at: datetime) -> bool:
    """Is the actor this guardian, or do they hold a mandate of them?"""
    return actor.kind != "staff" and (
        case_rights.personal_side(guardian_id, MATTER, actor, at) is not None
    )


def personal(guardian_id: int, child_id: int, actor: Actor, at: datetime) -> bool:
    """Does the actor belong to the family: who applied, who guards the child too, who helps the one who applied?"""
    if actor.kind == "staff":
        return False
    if actor.person_id is not None and actor.person_id in people.wards_of([child_id]).get(
        child_id, []
    ):
        return True
    return acts_for(guardian_id, actor, at)


def require_family(row: EnrolmentRow, actor: Actor, at: datetime) -> None:
    """Raise `NotAllowed` ``enrolment_not_guardian`` unless the family acts, or the counter for it."""
    if personal(row.guardian_id, row.child_id, actor, at) or actor.may(ENTER, region=row.region):
        return
    raise NotAllowed("enrolment_not_guardian")


def require_office(row: EnrolmentRow, actor: Actor) -> None:
    """Raise `NotAllowed` unless the actor reviews for the place or the round; ``own_case`` for the own child."""
    if actor.person_id is not None and actor.person_id in (
        row.guardian_id,
        *people.wards_of([row.child_id]).get(row.child_id, []),
    ):
        raise NotAllowed("own_case")
    if not actor.may(REVIEW, region=row.office):
        actor.require(REVIEW, region=row.region)
