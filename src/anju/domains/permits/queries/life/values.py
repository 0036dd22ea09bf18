"""From rows to values."""

from __future__ import annotations

from anju.domains.permits.data.held import CardView, DeliveryView, PermitView, TurnView
from anju.domains.permits.data.states import Held
from anju.domains.permits.models import Card, Delivery, Permit, PermitEvent
from anju.domains.permits.rules.codes import TRIES


def permit_view(row: Permit) -> PermitView:
    """A permit as a value."""
    return PermitView(
        id=row.pk, number=row.number, person_id=row.person_id, region=row.region, issuer=row.issuer, home_id=row.home_id,
        state=Held(row.state), state_since=row.state_since, path=row.path, issued_on=row.issued_on,
        endorsed_until=row.endorsed_until, valid_until=row.valid_until, residence_from=row.residence_from,
        gap_days=row.gap_days, merged_into=row.merged_into_id, legacy=row.legacy, version=row.version)


def turn_view(row: PermitEvent) -> TurnView:
    """A turn as a value."""
    return TurnView(row.pk, row.at, row.effective, row.kind, row.reason, row.article, row.from_state, row.to_state,
                    row.by_label, row.detail)


def delivery_view(row: Delivery) -> DeliveryView:
    """A delivery as a value, without its address and code."""
    return DeliveryView(row.card_id, row.way, row.status, row.place, row.tracking,
                        max(TRIES - row.tries, 0) if row.code_index else 0, row.ready_at, row.handed_at, row.handed_to)


def card_view(row: Card, batch: str = "", delivery: Delivery | None = None) -> CardView:
    """A card as a value, without what is printed on it."""
    return CardView(row.pk, row.permit_id, row.version, row.status, row.reason, row.serial, row.photo_id is not None,
                    row.created_at, row.made_at, row.ended_at, batch, delivery_view(delivery) if delivery else None)
