"""Who may do what with a case: the person, who guards them, who holds a mandate, the office that owns it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from anju.domains.casework.cases.data import Side
from anju.domains.casework.cases.models import Case, MandateRow
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed, NotFound

ENTER, HANDLE = "case.enter", "case.handle"


def see(case_id: int) -> None:
    """Raise `NotFound` ``case_unknown`` unless the transaction's own scope admits the case. Call it outside the intake
    role."""
    if not Case.objects.filter(id=case_id).exists():
        raise NotFound("case_unknown")


def locked(case_id: int) -> Case:
    """The row, held for this transaction."""
    return Case.objects.select_for_update().get(id=case_id)


def personal_side(person_id: int, matter: str, actor: Actor, at: datetime) -> Side | None:
    """PERSON for the person themselves, HELPER for a guardian or who holds a mandate in force; None for others."""
    if actor.person_id is not None and actor.person_id == person_id:
        return Side.PERSON
    if actor.person_id is not None and actor.person_id in people.wards_of([person_id]).get(
        person_id, []
    ):
        return Side.HELPER
    if actor.user_id is None or actor.kind != "public":
        return None
    held = MandateRow.objects.filter(
        Q(matter="") | Q(matter=matter),
        person_id=person_id,
        helper_user=actor.user_id,
        withdrawn_at=None,
        until__gte=local_date(at),
    )
    return Side.HELPER if held.exists() else None


def side_of(row: Case, actor: Actor, at: datetime) -> Side:
    """In what capacity the actor acts in a case. `NotAllowed` ``case_not_yours`` in none, ``own_case`` for a clerk
    whose own case it is."""
    personal = personal_side(row.person_id, row.matter, actor, at)
    if actor.kind == "staff" and personal is Side.PERSON:
        raise NotAllowed("own_case")
    if personal is not None:
        return personal
    if actor.may(HANDLE, region=row.office):
        return Side.OFFICE
    raise NotAllowed("case_not_yours")
