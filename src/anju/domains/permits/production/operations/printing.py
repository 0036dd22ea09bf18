"""Reading a card's face to print it here: it shows the full citizen number, so it is a reveal and leaves its line."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime

from anju.domains.permits.production.data import CardFace, CardOrder, CardStatus
from anju.domains.permits.production.models import Card
from anju.domains.permits.production.operations import layout
from anju.domains.permits.production.operations.batches import card_name
from anju.domains.permits.production.rules.packages.orders import row
from anju.domains.permits.transitions.operations import MAKE, SEE, require
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotFound, Refused


def card_gaps(card_id: int, *, actor: Actor) -> tuple[str, ...]:
    """What a card still lacks before it can be made, as codes of `layout.gaps`."""
    card = _visible(card_id)
    require(card.permit, actor, SEE)
    with as_intake_role():
        return layout.gaps(card)


def cards_lacking(card_ids: Sequence[int], *, actor: Actor) -> dict[int, tuple[str, ...]]:
    """The same of many cards, those that lack something. Cards out of reach are left out. One query, and
    one for each name with characters of private use."""
    seen = [
        c for c in Card.objects.filter(id__in=list(card_ids)) if actor.may(SEE, region=c.region)
    ]
    with as_intake_role():
        found = {c.pk: layout.gaps(c) for c in seen}
    return {card: lacking for card, lacking in found.items() if lacking}


def card_face(card_id: int, *, actor: Actor, at: datetime) -> CardFace:
    """All that is printed on a card, with the photograph. Staff with ``permit.make`` there.

    Raises `NotFound`, `NotAllowed`, `Refused` ``card_incomplete`` (`fields`), `Conflict` ``card_void``.
    """
    card = _visible(card_id)
    require(card.permit, actor, MAKE)
    if card.status in (CardStatus.VOID, CardStatus.FAILED):
        raise Conflict("card_void", number=card.permit.number)
    with as_intake_role():
        if lacking := layout.gaps(card):
            raise Refused("card_incomplete", fields=lacking)
        face = layout.face(card)
    audit.record_read(
        actor,
        person_ids=[card.person_id],
        fields=["card"],
        action="permits.print",
        at=at,
        reveal=True,
    )
    return face


def card_data(card_id: int, *, actor: Actor, at: datetime) -> dict[str, str]:
    """The same as data for the station's own card printer: the columns of an order file
    (docs/domains/permits-lifecycle.md), the photograph as base64 in ``photo_base64``, a picture of the
    name in ``name_image_base64``. Raises as `card_face`."""
    shown = card_face(card_id, actor=actor, at=at)
    card = _visible(card_id)
    ordered = row(CardOrder(1, card.permit.number, card_name(card), shown))
    return {
        **ordered,
        "photo_base64": base64.b64encode(shown.photo).decode(),
        "name_image_base64": base64.b64encode(shown.name_picture).decode(),
    }


def _visible(card_id: int) -> Card:
    card = Card.objects.select_related("permit").filter(id=card_id).first()
    if card is None:
        raise NotFound("permit_unknown", id=card_id)
    return card
