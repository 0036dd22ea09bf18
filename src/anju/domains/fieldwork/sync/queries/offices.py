"""Operations that wait for the office, and one of them with all that is needed to decide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from anju.domains.fieldwork.sync.data.office import OperationView, PhotoView
from anju.domains.fieldwork.sync.data.operations import Operation, PhotoState, Status
from anju.domains.fieldwork.sync.models import Operation as Row
from anju.domains.fieldwork.sync.models import OperationPhoto
from anju.domains.fieldwork.sync.queries.kept import operation_of, outcome_of
from anju.domains.fieldwork.sync.rules.offices import decidable
from anju.domains.places import api as places
from anju.foundation.actor import Actor
from anju.foundation.db.scope import inside
from anju.foundation.masks import mask_number, mask_phone

DECIDE = "review.decide"
_MASKS = {"doc_number": mask_number, "head": mask_number, "phone": mask_phone}


def open_operations(
    actor: Actor, *, limit: int = 50, offset: int = 0
) -> tuple[list[OperationView], int]:
    """Operations of the actor's areas about which somebody is to decide, oldest first, and how many there are. What
    waits in the register's own queue is not among them."""
    found = _open(actor)
    rows = list(found.order_by("received_at", "id")[offset : offset + limit])
    return _views(rows), found.count()


def count_open(actor: Actor) -> int:
    """How many operations wait for the actor's decision."""
    return _open(actor).count() if actor.regions(DECIDE) else 0


def operation_view(operation_id: int) -> OperationView | None:
    """One operation, as far as the transaction may see it."""
    rows = list(Row.objects.select_related("device").filter(id=operation_id))
    return _views(rows)[0] if rows else None


def own_operations(actor: Actor, *, limit: int = 50, offset: int = 0) -> list[OperationView]:
    """What the actor has sent from the field, newest first."""
    mine = Row.objects.select_related("device").filter(user_id=actor.user_id or 0)
    return _views(list(mine.order_by("-id")[offset : offset + limit]))


def _open(actor: Actor) -> QuerySet[Row]:
    waiting = Q(status=Status.QUARANTINED) | Q(status=Status.WAITING, declaration_id=None)
    here = inside(actor.regions(DECIDE))
    return Row.objects.select_related("device").filter(waiting, here, decision="")


def _views(rows: Sequence[Row]) -> list[OperationView]:
    homes = places.homes([r.home_id for r in rows if r.home_id])
    photos: dict[int, list[PhotoView]] = {}
    links = OperationPhoto.objects.select_related("photo").filter(operation__in=list(rows))
    for link in links.order_by("position"):
        photo = link.photo
        photos.setdefault(link.operation_id, []).append(
            PhotoView(photo.id, PhotoState(photo.state), photo.reason, photo.received, photo.size)
        )
    return [_view(r, homes, tuple(photos.get(r.id, ()))) for r in rows]


def _view(row: Row, homes: Mapping[int, Any], photos: tuple[PhotoView, ...]) -> OperationView:
    outcome, operation = outcome_of(row), operation_of(row)
    home = homes.get(row.home_id or 0)
    named = operation.home.code if operation and operation.home else ""
    return OperationView(
        id=row.id,
        key=row.key,
        kind=row.kind,
        status=outcome.status,
        reason=outcome.reason,
        region=row.region,
        user_id=row.user_id,
        device=row.device.code,
        device_name=row.device.name,
        home_id=row.home_id,
        home_code=home.code if home else named,
        declared_at=row.declared_at,
        received_at=row.received_at,
        facts=outcome.facts,
        content=_shown(operation),
        photos=photos,
        decidable=decidable(
            outcome, declared=row.declaration_id is not None, decided=bool(row.decision)
        ),
        decision=row.decision,
        decided_label=row.decided_label,
        decided_at=row.decided_at,
        note=row.note,
        follows=tuple(row.follows),
    )


def _shown(operation: Operation | None) -> dict[str, Any]:
    """The fields of an operation, numbers and phones masked."""
    if operation is None:
        return {}
    return {
        name: _MASKS[name](value) if name in _MASKS and isinstance(value, str) else value
        for name, value in operation.content.items()
        if value is not None
    }
