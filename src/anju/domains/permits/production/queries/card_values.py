"""Rows of cards and deliveries as values."""

from __future__ import annotations

from anju.domains.permits.production.data.deliveries import CardView, DeliveryView
from anju.domains.permits.production.models.cards import Card, Delivery
from anju.domains.permits.production.rules.pickup_codes import TRIES


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
