"""Two records became one person, or two again: their applications follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.domains.permits.data.states import OPEN, Asked
from anju.domains.permits.models import Application
from anju.domains.permits.operations.closing import end
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import at_the_door

CAME_FROM = "came_from"
"""In `Application.answers`: the record an application was made for before the merge, so that it can go back."""


def join_people(kept_id: int, other_id: int, *, actor: Actor, at: datetime) -> int:
    """The other record's applications become the kept one's; how many. Where both have one of a kind under way, the one
    that has come further goes on and the other ends: accepted before incomplete before a draft; alike, the kept one's."""
    with transaction.atomic(), at_the_door():
        under_way = {a.kind: a for a in Application.objects.select_for_update().filter(
            person_id=kept_id, state__in=[s.value for s in OPEN])}
        found = list(Application.objects.select_for_update().filter(person_id=other_id).order_by("id"))
        for row in found:
            if row.kind in under_way and row.closed_at is None:
                behind = min(row, under_way[row.kind], key=_progress)
                end(behind, Asked.WITHDRAWN, "permits.withdrawn", actor=actor, at=at, by="merged")
            row.person_id, row.answers = kept_id, {**row.answers, CAME_FROM: other_id}
            row.proxy_person_id = None if row.proxy_person_id == kept_id else row.proxy_person_id
            row.save(update_fields=["person_id", "answers", "proxy_person_id"])
            audit.record_write(actor, action="permit.join", subject_kind="application", subject_id=row.pk, at=at,
                               person_id=kept_id, detail={"from": other_id})
    return len(found)


def _progress(row: Application) -> tuple[bool, int]:
    """How far an application under way has come."""
    order = (Asked.DRAFT, Asked.CONFIRMING, Asked.INCOMPLETE, Asked.DECIDING)
    return row.accepted_at is not None, order.index(Asked(row.state))


def part_people(kept_id: int, other_id: int, *, actor: Actor, at: datetime) -> int:
    """The merge was a mistake: what came from the other record goes back to it; how many."""
    with transaction.atomic(), at_the_door():
        found = list(Application.objects.select_for_update().filter(person_id=kept_id, answers__came_from=other_id))
        for row in found:
            row.person_id = other_id
            row.answers = {k: v for k, v in row.answers.items() if k != CAME_FROM}
            row.save(update_fields=["person_id", "answers"])
            audit.record_write(actor, action="permit.part", subject_kind="application", subject_id=row.pk, at=at,
                               person_id=other_id, detail={"from": kept_id})
    return len(found)
