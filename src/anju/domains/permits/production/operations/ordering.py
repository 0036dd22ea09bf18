"""Ordering a card: the next version, what is printed on it, and how it will reach its holder."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q

from anju.domains.permits.production.data import (
    BatchStatus,
    CardStatus,
    DeliveryStatus,
    DeliveryWay,
)
from anju.domains.permits.production.models import Card, Delivery, ProductionItem
from anju.domains.permits.production.operations import layout
from anju.domains.permits.transitions.data.transitions import CardReason
from anju.domains.permits.transitions.models import Permit
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict

UNMADE = (CardStatus.WAITING, CardStatus.BATCHED)
GOOD = (CardStatus.MADE, CardStatus.DELIVERED)


def order(
    permit: Permit,
    reason: CardReason,
    *,
    at: datetime,
    ethnicity: str = "",
    photo_id: int | None = None,
    way: DeliveryWay = DeliveryWay.PICK_UP,
) -> Card:
    """A further card for a locked permit. Photograph and ethnicity are carried over from the card before.

    Raises `Conflict` `card_under_way` when one is being made already: it would be printed with what is no longer so.
    """
    last = Card.objects.filter(permit=permit).order_by("-version").first()
    if last and last.status == CardStatus.BATCHED:
        raise Conflict("card_under_way", number=permit.number)
    if last and last.status == CardStatus.WAITING:
        end(last, at=at)
    printed = layout.opened(last) if last else {}
    (number,) = next_ids("permits_card", 1)
    made = Card.objects.create(
        id=number,
        permit=permit,
        version=(Card.objects.filter(permit=permit).aggregate(v=Max("version"))["v"] or 0) + 1,
        person_id=permit.person_id,
        region=permit.region,
        reason=str(reason),
        created_at=at,
        photo_id=photo_id or (last.photo_id if last else None),
        layout_cipher=layout.sealed(
            layout.layout_of(permit, ethnicity=ethnicity or printed.get("ethnicity", ""), at=at),
            card=number,
        ),
    )
    Delivery.objects.create(
        card=made,
        person_id=permit.person_id,
        region=permit.region,
        way=str(way),
        place=permit.issuer,
        status=DeliveryStatus.WAITING,
    )
    return made


def end(card: Card, *, at: datetime) -> None:
    """This card counts no longer: handed back, lost, overtaken by the next."""
    card.status, card.ended_at = CardStatus.VOID, at
    card.save(update_fields=["status", "ended_at"])


def end_all(permit: Permit, *, at: datetime, made_only: bool = False) -> int:
    """End the permit's cards; with `made_only` those that exist, not the one on order.

    One that has left for the production centre stays batched: its result is taken as void when it returns.
    """
    found = Card.objects.filter(permit=permit).exclude(
        status__in=[CardStatus.VOID, CardStatus.FAILED]
    )
    if made_only:
        return found.filter(status__in=GOOD).update(status=CardStatus.VOID, ended_at=at)
    here = ProductionItem.objects.filter(card__in=found, result="", batch__status=BatchStatus.OPEN)
    cards = list(here.values_list("card_id", flat=True))
    here.update(result="void")
    return found.filter(~Q(status=CardStatus.BATCHED) | Q(id__in=cards)).update(
        status=CardStatus.VOID, ended_at=at
    )
