"""Visits as they were, and homes that are left in peace."""

from __future__ import annotations

from datetime import datetime

from anju.domains.fieldwork.sync.data.operations import Visited
from anju.domains.fieldwork.tasks.data.visits import VisitView
from anju.domains.fieldwork.tasks.models import Visit
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt, row_of

NOTE = "visit.note"


def visit_view(row: Visit) -> VisitView:
    """A visit with its words."""
    note = (
        decrypt(row.note_cipher, NOTE, row=row_of(row.user_id, row.key)) if row.note_cipher else ""
    )
    return VisitView(
        row.id,
        row.home_id,
        row.region,
        Visited(row.outcome),
        row.visited_at,
        row.user_id,
        note,
        row.rest_until,
    )


def visits_at(home_id: int, *, limit: int = 5) -> list[VisitView]:
    """The latest visits at a home, newest first, as far as the transaction sees."""
    found = Visit.objects.filter(home_id=home_id, withdrawn_at=None).order_by("-visited_at", "-id")[
        :limit
    ]
    return [visit_view(row) for row in found]


def own_latest(actor: Actor, *, since: datetime) -> VisitView | None:
    """The visit that the actor entered last, after a moment: what can be taken back."""
    found = Visit.objects.filter(
        user_id=actor.user_id or 0, recorded_at__gte=since, withdrawn_at=None
    ).order_by("-recorded_at", "-id")
    row = found.first()
    return visit_view(row) if row else None
