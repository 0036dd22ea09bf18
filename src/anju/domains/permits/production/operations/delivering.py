"""Handing a card to its holder: by a code sent to the phone, or by a document shown.

The code stands here as a keyed hash only; a few wrong ones spend it. A wrong try is counted and *returned*, not raised:
a refusal would roll the count back.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from anju.domains.permits.production.data import CardStatus, DeliveryStatus, DeliveryWay, HandOver
from anju.domains.permits.production.models import Card, Delivery
from anju.domains.permits.production.operations.ordering import GOOD
from anju.domains.permits.production.rules import pickup_codes
from anju.domains.permits.transitions import operations
from anju.domains.permits.transitions.data import notices as words
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.operations import locked, make_transition, notify_holders
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import blind_index, encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotFound, Refused

CODE, ADDRESS = "permits.pick_up", "permits.delivery"


def get_ready(card: Card, *, at: datetime) -> None:
    """A made card lies ready (or goes to the post): the holder gets the code. As the intake role."""
    delivery = Delivery.objects.select_for_update().get(card=card)
    code = pickup_codes.new_code()
    delivery.status, delivery.ready_at = DeliveryStatus.READY, at
    delivery.code_index, delivery.tries = _index(card.pk, code), 0
    delivery.save(update_fields=["status", "ready_at", "code_index", "tries"])
    notice = words.POSTED if delivery.way == DeliveryWay.POST else words.READY
    notify_holders(
        [card.person_id],
        "permits.ready",
        notice,
        at=at,
        permits=[card.permit_id],
        facts=[{"code": code}],
    )


def send_code_again(card_id: int, *, actor: Actor, at: datetime) -> None:
    """A fresh code; the one before is worth nothing. By the holder, or staff with ``permit.make``."""
    _visible(card_id)
    with as_intake_role():
        card, permit, delivery = _ready(card_id)
        operations.require_or_holder(permit, actor, operations.MAKE)
        get_ready(card, at=at)
        audit.record_write(
            actor,
            action="permits.code_again",
            subject_kind="card",
            subject_id=card.pk,
            person_id=permit.person_id,
            at=at,
            detail={"tries": delivery.tries},
        )


def hand_over(
    card_id: int, *, actor: Actor, at: datetime, code: str = "", shown: str = "", to: str = "holder"
) -> HandOver:
    """Hand a ready card over: for its code, or to a document shown (`shown`: its GA/T 517 code). `to`: holder, proxy.

    Staff with ``permit.make`` there. Raises `NotFound`, `NotAllowed`; `Conflict` ``card_not_ready``; `Refused`
    ``proof_missing`` without code and document.
    """
    _visible(card_id)
    with as_intake_role():
        card, permit, delivery = _ready(card_id)
        operations.require(permit, actor, operations.MAKE)
        tidy = pickup_codes.tidy(code)
        if not shown and not tidy:
            raise Refused("proof_missing")
        if not shown and not _right(delivery, card.pk, tidy):
            delivery.tries += 1
            delivery.save(update_fields=["tries"])
            audit.record_refused(
                actor,
                action="permits.hand_over",
                subject_kind="card",
                subject_id=card.pk,
                person_id=permit.person_id,
                at=at,
                detail={"tries": delivery.tries},
            )
            return HandOver(False, max(pickup_codes.TRIES - delivery.tries, 0))
        delivery.status, delivery.handed_at, delivery.handed_by = (
            DeliveryStatus.HANDED,
            at,
            actor.user_id,
        )
        delivery.handed_to, delivery.code_index = (
            to if to in ("holder", "proxy") else "holder",
            None,
        )
        delivery.save(update_fields=["status", "handed_at", "handed_by", "handed_to", "code_index"])
        card.status = CardStatus.DELIVERED
        card.save(update_fields=["status"])
        Card.objects.filter(permit=permit, status__in=GOOD).exclude(id=card.pk).update(
            status=CardStatus.VOID, ended_at=at
        )
        make_transition(
            permit,
            TransitionKind.DELIVERED,
            actor=actor,
            at=at,
            detail={
                "card": card.version,
                "to": delivery.handed_to,
                "by": "document" if shown else "code",
                "shown": shown,
            },
        )
        return HandOver(True, pickup_codes.TRIES)


def post_card(card_id: int, *, address: str, tracking: str, actor: Actor, at: datetime) -> None:
    """A ready card goes by post to this address (kept as ciphertext), under this tracking number."""
    _visible(card_id)
    with as_intake_role():
        card, permit, delivery = _ready(card_id)
        operations.require(permit, actor, operations.MAKE)
        if not address.strip():
            raise Refused("address_missing")
        delivery.way, delivery.tracking = DeliveryWay.POST, tracking.strip()[:60]
        delivery.address_cipher = encrypt(address.strip()[:300], ADDRESS, row=row_of(delivery.pk))
        delivery.save(update_fields=["way", "tracking", "address_cipher"])
        get_ready(card, at=at)
        audit.record_write(
            actor,
            action="permits.posted",
            subject_kind="card",
            subject_id=card.pk,
            person_id=permit.person_id,
            at=at,
            detail={"tracking": bool(tracking)},
        )


def _visible(card_id: int) -> None:
    """Asked under row-level security, before the intake role is taken."""
    if not Card.objects.filter(id=card_id).exists():
        raise NotFound("permit_unknown", id=card_id)


def _ready(card_id: int) -> tuple[Card, Permit, Delivery]:
    card = Card.objects.filter(id=card_id).first()
    if card is None:
        raise NotFound("permit_unknown", id=card_id)
    permit = locked(card.permit_id)
    card = Card.objects.select_for_update().get(id=card_id)
    delivery = Delivery.objects.select_for_update().get(card=card)
    if card.status != CardStatus.MADE or delivery.status != DeliveryStatus.READY:
        raise Conflict("card_not_ready", number=permit.number)
    return card, permit, delivery


def _index(card_id: int, code: str) -> bytes:
    return bytes(blind_index(f"{card_id}:{code}", CODE))


def _right(delivery: Delivery, card_id: int, code: str) -> bool:
    """False as well when the code is spent; a spent code is not even compared."""
    if delivery.tries >= pickup_codes.TRIES or delivery.code_index is None or not code:
        return False
    return hmac.compare_digest(bytes(delivery.code_index), _index(card_id, code))
