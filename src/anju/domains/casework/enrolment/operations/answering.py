"""What a family does with its application: change it, withdraw it, confirm a place, give it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.domains.casework.enrolment.data import EnrolmentStep, RoundState
from anju.domains.casework.enrolment.models import EnrolmentRow
from anju.domains.casework.enrolment.operations import enrolment_rights, recording
from anju.domains.casework.enrolment.operations.filing import require_choices
from anju.domains.casework.enrolment.operations.moving_up import fill
from anju.domains.casework.enrolment.queries import law
from anju.domains.casework.enrolment.queries.rounds import round_of, schools_of
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, Refused
from anju.foundation.request_keys import require_key


def _held(enrolment_id: int, key: str, actor: Actor, at: datetime) -> EnrolmentRow | None:
    """The row for an act of the family; None when the same request was answered before. Called as the intake role."""
    row = enrolment_rights.locked(enrolment_id)
    enrolment_rights.require_family(row, actor, at)
    return None if recording.known(row, key) else row


def change_choices(
    enrolment_id: int,
    choices: Sequence[str],
    *,
    same_school: bool,
    arrange: bool,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Name other schools, for all children of the application, as long as one may apply.

    `NotFound` ``enrolment_unknown``; `NotAllowed` ``enrolment_not_guardian``; `Refused` ``enrolment_closed`` and what
    `apply_for_school` raises of choices; `Conflict` ``enrolment_step``.
    """
    require_key(key)
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = _held(enrolment_id, key, actor, at)
        if row is None:
            return
        held = round_of(row.round)
        if not held.takes_on(local_date(at)):
            raise Refused("enrolment_closed", until=held.apply_to)
        family = list(
            EnrolmentRow.objects.select_for_update()
            .filter(family=row.family, state__in=["filed", "returned", "qualified"])
            .order_by("id")
        )
        if row.pk not in {one.pk for one in family}:
            raise Conflict("enrolment_step", number=row.number)
        rule = law.admission(held.region, held.apply_from)
        require_choices(choices, schools_of(held.id), rule, [(o.grade, o.region) for o in family])
        for one in family:
            one.choices, one.same_school, one.arrange = list(choices), same_school, arrange
            recording.take(one, EnrolmentStep.CHANGED, key=key, actor=actor, at=at)


def withdraw_enrolment(enrolment_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Withdraw it before a place is there. `Conflict` ``enrolment_step``."""
    require_key(key)
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = _held(enrolment_id, key, actor, at)
        if row is not None:
            if row.round.state == RoundState.ALLOCATED.value:
                raise Conflict("round_allocated")
            recording.take(row, EnrolmentStep.WITHDRAWN, key=key, actor=actor, at=at)


def accept_place(enrolment_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Confirm the place: the child goes to that school and waits for no other. `Conflict` ``enrolment_step``."""
    require_key(key)
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = _held(enrolment_id, key, actor, at)
        if row is not None:
            recording.take(
                row,
                EnrolmentStep.ACCEPTED,
                key=key,
                actor=actor,
                at=at,
                detail={"school": row.school},
            )


def give_back(enrolment_id: int, *, key: str, actor: Actor, at: datetime) -> int:
    """Give the place back: it goes to who waits for it at once; how many moved up. `Conflict` ``enrolment_step``."""
    require_key(key)
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = _held(enrolment_id, key, actor, at)
        if row is None:
            return 0
        recording.take(
            row,
            EnrolmentStep.GIVEN_BACK,
            key=key,
            actor=actor,
            at=at,
            detail={"school": row.school},
        )
        return fill(row.round, actor=actor, at=at)
