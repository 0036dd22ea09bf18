"""Batches of cards and what waits to be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from anju.domains.permits.data.states import CardStatus
from anju.domains.permits.models import Card, ProductionBatch, ProductionItem
from anju.foundation.db.scope import subtree
from anju.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch: who gathered and who released it, when it left and came back. `counts` by outcome."""

    id: int
    code: str
    region: str
    status: str
    prepared_by: int | None
    prepared_label: str
    prepared_at: datetime
    released_label: str
    exported_at: datetime | None
    returned_at: datetime | None
    counts: dict[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One card of a batch."""

    position: int
    card_id: int
    permit_id: int
    number: str
    person_id: int
    version: int
    result: str
    why: str
    serial: str


def batches(*, limit: int, offset: int = 0) -> tuple[tuple[BatchView, ...], int]:
    """Batches in sight, newest first, and how many there are."""
    found = ProductionBatch.objects.order_by("-id")
    return tuple(_batch(b) for b in found[offset:offset + limit]), found.count()


def batch(batch_id: int) -> tuple[BatchView, tuple[ItemView, ...]]:
    """One batch with its cards. Raises `NotFound`."""
    row = ProductionBatch.objects.filter(id=batch_id).first()
    if row is None:
        raise NotFound("batch_unknown", id=batch_id)
    items = ProductionItem.objects.filter(batch=row).select_related("card", "card__permit").order_by("position")
    return _batch(row), tuple(ItemView(i.position, i.card_id, i.card.permit_id, i.card.permit.number, i.card.person_id,
                                       i.card.version, i.result, i.result_code, i.card.serial) for i in items)


def waiting_cards(regions: Sequence[str]) -> dict[str, int]:
    """How many cards wait to be made, and how many lie ready, by region prefix asked for."""
    wanted = Q(pk__in=())
    for prefix in regions:
        low, high = subtree(prefix)
        wanted |= Q(region__gte=low, region__lt=high)
    found = Card.objects.filter(wanted, status__in=(CardStatus.WAITING, CardStatus.MADE))
    return {str(s): n for s, n in found.values_list("status").annotate(n=Count("id"))}


def _batch(row: ProductionBatch) -> BatchView:
    return BatchView(row.pk, row.code, row.region, row.status, row.prepared_by, row.prepared_label, row.prepared_at,
                     row.released_label, row.exported_at, row.returned_at, dict(row.counts),
                     bytes(row.export_sha256 or b"").hex())
