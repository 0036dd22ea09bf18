"""Cards, batches and deliveries, as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from anju.domains.permits.production.data import CardStatus, CardView, DeliveryView
from anju.domains.permits.production.models import Card, Delivery, ProductionBatch, ProductionItem
from anju.domains.permits.production.rules.pickup_codes import TRIES
from anju.foundation.db.scope import inside
from anju.foundation.errors import NotFound
from anju.foundation.ordering import order_in


def delivery_view(row: Delivery) -> DeliveryView:
    """A delivery as a value, without its address and code."""
    return DeliveryView(
        row.card_id,
        row.way,
        row.status,
        row.place,
        row.tracking,
        max(TRIES - row.tries, 0) if row.code_index else 0,
        row.ready_at,
        row.handed_at,
        row.handed_to,
    )


def card_view(row: Card, batch: str = "", delivery: Delivery | None = None) -> CardView:
    """A card as a value, without what is printed on it."""
    return CardView(
        row.pk,
        row.permit_id,
        row.version,
        row.status,
        row.reason.removeprefix("forgotten:"),
        row.serial,
        row.photo_id is not None,
        row.created_at,
        row.made_at,
        row.ended_at,
        batch,
        delivery_view(delivery) if delivery else None,
    )


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


ORDERS = {
    "code": "code",
    "status": "status",
    "place": "region",
    "cards": "counts__cards",
    "prepared": "prepared_at",
    "left": "exported_at",
}
"""Columns by which the list of batches is sorted."""


def batches(
    *, limit: int, offset: int = 0, status: str = "", order: str = ""
) -> tuple[tuple[BatchView, ...], int]:
    """Batches in sight, newest first or in this `order` (a key of `ORDERS`, with ``-`` before it from
    the largest down), and how many there are; of one `status` when given. Two queries."""
    found = ProductionBatch.objects.filter(**({"status": status} if status else {}))
    asked = order_in(order)
    column = ORDERS.get(asked.column)
    key = (
        ("-id",)
        if column is None
        else (
            F(column).desc(nulls_last=True) if asked.down else F(column).asc(nulls_last=True),
            "-id",
        )
    )
    return tuple(_batch(b) for b in found.order_by(*key)[offset : offset + limit]), found.count()


def count_batches() -> dict[str, int]:
    """How many batches in sight are in each status. One query."""
    return {
        str(s): n for s, n in ProductionBatch.objects.values_list("status").annotate(n=Count("id"))
    }


def batch(batch_id: int) -> tuple[BatchView, tuple[ItemView, ...]]:
    """One batch with its cards. Raises `NotFound`."""
    row = ProductionBatch.objects.filter(id=batch_id).first()
    if row is None:
        raise NotFound("batch_unknown", id=batch_id)
    items = (
        ProductionItem.objects.filter(batch=row)
        .select_related("card", "card__permit")
        .order_by("position")
    )
    return _batch(row), tuple(
        ItemView(
            i.position,
            i.card_id,
            i.card.permit_id,
            i.card.permit.number,
            i.card.person_id,
            i.card.version,
            i.result,
            i.result_code,
            i.card.serial,
        )
        for i in items
    )


def waiting_cards(regions: Sequence[str]) -> dict[str, int]:
    """How many cards wait to be made, and how many are ready to be collected, in these region prefixes. One query."""
    found = _cards(regions).filter(status__in=(CardStatus.WAITING, CardStatus.MADE))
    return {str(s): n for s, n in found.values_list("status").annotate(n=Count("id"))}


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in a list, and since when it waits: to be made, or to be collected."""

    id: int
    permit_id: int
    number: str
    version: int
    person_id: int
    region: str
    since: datetime


CARD_ORDERS = {"number": "permit__number", "place": "region", "since": "since"}
"""Columns by which the list of cards is sorted."""


def cards_page(
    regions: Sequence[str],
    *,
    status: CardStatus,
    limit: int,
    offset: int = 0,
    order: str = "",
) -> tuple[tuple[CardLine, ...], int]:
    """Cards of that status in these region prefixes, those first that wait longest or in this `order` (a key of
    `CARD_ORDERS`, with ``-`` before it from the largest down), and how many there are. Two queries."""
    found = _cards(regions).filter(status=status)
    asked = order_in(order)
    column = CARD_ORDERS.get(asked.column, "")
    key = (f"-{column}", "-id") if column and asked.down else (column, "id") if column else ("id",)
    page = (
        found.annotate(since=Coalesce("made_at", "created_at"))
        .select_related("permit")
        .order_by(*key)
    )
    return tuple(
        CardLine(c.pk, c.permit_id, c.permit.number, c.version, c.person_id, c.region, c.since)
        for c in page[offset : offset + limit]
    ), found.count()


def _cards(regions: Sequence[str]) -> QuerySet[Card]:
    return Card.objects.filter(inside(regions))


def _batch(row: ProductionBatch) -> BatchView:
    return BatchView(
        row.pk,
        row.code,
        row.region,
        row.status,
        row.prepared_by,
        row.prepared_label,
        row.prepared_at,
        row.released_label,
        row.exported_at,
        row.returned_at,
        dict(row.counts),
        bytes(row.export_sha256 or b"").hex(),
    )
