"""An application ends without a decision: taken back, or nobody answered in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from anju.domains.permits.applications.data import ApplicationState
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.operations import application_rights
from anju.domains.permits.applications.operations.supporting_documents import (
    date_supporting_documents,
)
from anju.domains.permits.applications.queries import local_rules
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

WITHDRAWN, LAPSED = "permits.withdrawn", "permits.lapsed"
SHORTEST_DRAFT = timedelta(days=1)


def withdraw(application_id: int, *, actor: Actor, at: datetime, note: str = "") -> None:
    """Take an application back, at any time before it is decided. By the person or the proxy; by staff at the person's
    word, with a note; by the employer only while the person has not consented.

    `Conflict` ``application_closed`` when it was decided meanwhile.
    """
    require_no_identity_number(note)
    application_rights.see(application_id)
    with transaction.atomic(), as_intake_role():
        row = application_rights.locked(application_id)
        who = application_rights.standing(row, actor)
        if who is application_rights.Standing.EMPLOYER and row.state != ApplicationState.CONFIRMING:
            raise NotAllowed("not_allowed", permission="permit.apply")
        if who is application_rights.Standing.STAFF and not note.strip():
            raise Refused("note_missing")
        end(row, ApplicationState.WITHDRAWN, WITHDRAWN, actor=actor, at=at, by=who.value)


def lapse(*, actor: Actor, at: datetime, limit: int = 500) -> int:
    """End what nobody went on with: drafts, unconfirmed entries, unanswered notices past their time; how many."""
    with transaction.atomic(), as_intake_role():
        waiting = (
            Application.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(
                Q(state=ApplicationState.DRAFT.value, created_at__lt=at - SHORTEST_DRAFT)
                | Q(state=ApplicationState.CONFIRMING.value, confirm_until__lt=at)
                | Q(
                    state=ApplicationState.INCOMPLETE.value,
                    notice__answered_at=None,
                    notice__answer_until__lt=at,
                )
            )
            .order_by("id")
        )
        ended = 0
        for row in waiting[:limit]:
            if (
                row.state == ApplicationState.DRAFT
                and local_rules.until("permit.draft", row.region, row.created_at) >= at
            ):
                continue
            end(row, ApplicationState.LAPSED, LAPSED, actor=actor, at=at, by=row.state)
            ended += 1
    return ended


def end(
    row: Application, state: ApplicationState, event: str, *, actor: Actor, at: datetime, by: str
) -> None:
    """Close a locked application in this state, with its supporting documents dated, its trace and its news."""
    application_rights.goes_to(row, state, at=at)
    row.confirm_digest = None
    row.answers = {k: v for k, v in row.answers.items() if k != "face"}
    row.save()
    date_supporting_documents(row, at=at)
    audit.record_write(
        actor,
        action=f"permit.{state.value}",
        subject_kind="application",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"by": by},
    )
    events.emit(
        event,
        {
            "application": row.pk,
            "person": row.person_id,
            "region": row.region,
            "kind": row.kind,
            "by": by,
        },
        at=at,
    )
