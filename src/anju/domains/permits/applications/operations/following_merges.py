"""Two records became one person, or two again: their applications follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.domains.permits.applications.data import OPEN, ApplicationState, Kind
from anju.domains.permits.applications.models import Application, Paper
from anju.domains.permits.applications.operations.closing import end
from anju.domains.permits.applications.queries.applications import open_of
from anju.domains.permits.applications.queries.outlook import live_permit
from anju.domains.permits.applications.rules import resumed
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role

CAME_FROM = "came_from"
"""In `Application.answers`: the records an application was handed on from, merge by merge, so that it can go back."""
ENDED_BY_MERGE = "ended_by_merge"
"""There as well: of an application that a merge ended, which records were merged and how it stood before."""


def follow_merge(kept_id: int, other_id: int, *, actor: Actor, at: datetime) -> int:
    """The other record's applications become the kept one's; how many. Where both have one of a kind under way, the one
    that has come further goes on and the other ends: accepted before incomplete before a draft; alike,
    the kept one's."""
    with transaction.atomic(), as_intake_role():
        under_way = {
            a.kind: a
            for a in Application.objects.select_for_update().filter(
                person_id=kept_id, state__in=[s.value for s in OPEN]
            )
        }
        found = list(
            Application.objects.select_for_update().filter(person_id=other_id).order_by("id")
        )
        for row in found:
            if row.kind in under_way and row.closed_at is None:
                behind = min(row, under_way[row.kind], key=_progress)
                _end_behind(behind, row, {kept_id, other_id}, actor, at)
            row.answers = {**row.answers, CAME_FROM: [*_origins(row), other_id]}
            row.person_id = kept_id
            row.proxy_person_id = None if row.proxy_person_id == kept_id else row.proxy_person_id
            row.save(update_fields=["person_id", "answers", "proxy_person_id"])
            audit.record_write(
                actor,
                action="permit.join",
                subject_kind="application",
                subject_id=row.pk,
                at=at,
                person_id=kept_id,
                detail={"from": other_id},
            )
    return len(found)


def _end_behind(
    behind: Application, row: Application, records: set[int], actor: Actor, at: datetime
) -> None:
    """The merge ends it, and it remembers how it stood, so that unmerging opens it again."""
    stood = {
        "records": sorted(records),
        "state": behind.state,
        "stage": behind.stage,
        "paused": behind.paused_at.isoformat() if behind.paused_at else None,
        "confirm": bytes(behind.confirm_digest).hex() if behind.confirm_digest else None,
    }
    end(behind, ApplicationState.WITHDRAWN, "permits.withdrawn", actor=actor, at=at, by="merged")
    behind.answers = {**behind.answers, ENDED_BY_MERGE: stood}
    behind.save(update_fields=["answers"])
    if behind.pk == row.pk:
        row.answers = behind.answers


def _origins(row: Application) -> list[int]:
    found = row.answers.get(CAME_FROM, [])
    return found if isinstance(found, list) else [found]


def _progress(row: Application) -> tuple[bool, int]:
    """How far an application under way has come."""
    order = (
        ApplicationState.DRAFT,
        ApplicationState.CONFIRMING,
        ApplicationState.INCOMPLETE,
        ApplicationState.DECIDING,
    )
    return row.accepted_at is not None, order.index(ApplicationState(row.state))


def follow_unmerge(kept_id: int, other_id: int, *, actor: Actor, at: datetime) -> int:
    """The merge was a mistake: what came from the other record goes back to it; how many."""
    with transaction.atomic(), as_intake_role():
        followed = Application.objects.select_for_update().filter(
            person_id=kept_id, answers__has_key=CAME_FROM
        )
        found = [row for row in followed.order_by("id") if _origins(row)[-1] == other_id]
        for row in found:
            origins = _origins(row)[:-1]
            row.person_id = other_id
            row.answers = {k: v for k, v in row.answers.items() if k != CAME_FROM}
            row.answers |= {CAME_FROM: origins} if origins else {}
            row.save(update_fields=["person_id", "answers"])
            audit.record_write(
                actor,
                action="permit.part",
                subject_kind="application",
                subject_id=row.pk,
                at=at,
                person_id=other_id,
                detail={"from": kept_id},
            )
        for row in (
            Application.objects.select_for_update()
            .filter(
                person_id__in=(kept_id, other_id),
                answers__ended_by_merge__records=sorted((kept_id, other_id)),
            )
            .order_by("id")
        ):
            _open_again(row, actor, at)
    return len(found)


def _open_again(row: Application, actor: Actor, at: datetime) -> None:
    """What the merge alone had ended goes on where it stood; the days between do not count against anybody. Not where
    the person has begun another one meanwhile, or holds a permit: it stays ended."""
    stood = row.answers[ENDED_BY_MERGE]
    row.answers = {k: v for k, v in row.answers.items() if k != ENDED_BY_MERGE}
    held = row.kind == Kind.FIRST and live_permit(row.person_id)
    if (
        row.state != ApplicationState.WITHDRAWN
        or row.closed_at is None
        or held
        or open_of(row.person_id, Kind(row.kind))
    ):
        row.save(update_fields=["answers"])
        return
    closed = row.closed_at
    row.state, row.stage, row.closed_at, row.version = (
        stood["state"],
        stood["stage"],
        None,
        row.version + 1,
    )
    row.paused_at = datetime.fromisoformat(stood["paused"]) if stood["paused"] else None
    row.confirm_digest = bytes.fromhex(stood["confirm"]) if stood["confirm"] else None
    if row.due_at is not None and row.paused_at is None:
        row.pauses = [*row.pauses, [closed.isoformat(), at.isoformat()]]
        row.due_at = resumed(
            row.due_at,
            closed,
            at,
            str(row.due_rule.get("unit", "days")),
            published=register.published_days(),
        )
    row.save()
    Paper.objects.filter(application=row, deleted_at=None, replaced_at=None).update(
        delete_after=None
    )
    audit.record_write(
        actor,
        action="permit.reopen",
        subject_kind="application",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"state": row.state},
    )
