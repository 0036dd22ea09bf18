"""Batches: waiting cards gathered by one person, released by another, exported once in a signed file, returned once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.permits.production.data import BatchStatus, CardOrder, CardStatus
from anju.domains.permits.production.models import Card, ProductionBatch, ProductionItem
from anju.domains.permits.production.operations import layout
from anju.domains.permits.production.operations.signing import Signer, centres, signer
from anju.domains.permits.production.rules.packages import pack_orders
from anju.domains.permits.transitions.operations import MAKE
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role, subtree
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.independence import require_independent

MOST = 2_000
"""Cards in one batch."""


def prepare_batch(
    region: str, *, actor: Actor, at: datetime, limit: int = MOST, cards: Sequence[int] = ()
) -> int:
    """Collect the waiting cards of an area that lack nothing, oldest first, or of these `cards` those; the batch's id.

    Raises `NotAllowed` without ``permit.make`` there, `Refused` ``batch_empty``.
    """
    actor.require(MAKE, region=region)
    with as_intake_role():
        low, high = subtree(region)
        waiting = (
            Card.objects.select_for_update(skip_locked=True)
            .filter(
                status=CardStatus.WAITING,
                region__gte=low,
                region__lt=high,
                **({"id__in": list(cards)} if cards else {}),
            )
            .order_by("id")[: min(limit, MOST) * 2]
        )
        ready = [c for c in waiting if not layout.gaps(c)][: min(limit, MOST)]
        if not ready:
            raise Refused("batch_empty")
        batch = ProductionBatch.objects.create(
            code=_code(region, at),
            region=region,
            prepared_by=actor.user_id,
            prepared_label=actor.label[:100],
            prepared_at=at,
            counts={"cards": len(ready)},
        )
        ProductionItem.objects.bulk_create(
            [ProductionItem(batch=batch, card=c, position=n) for n, c in enumerate(ready, 1)]
        )
        Card.objects.filter(id__in=[c.pk for c in ready]).update(status=CardStatus.BATCHED)
        _note("prepared", batch, ready, actor, at)
        return batch.pk


def cancel_batch(batch_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a batch apart that has not left yet; its cards wait again. Raises `Conflict` ``batch_left``."""
    with as_intake_role():
        batch = _locked(batch_id, actor)
        if batch.status != BatchStatus.OPEN:
            raise Conflict("batch_left", code=batch.code)
        cards = [i.card_id for i in batch.items.all()]
        batch.items.update(result="void")
        Card.objects.filter(id__in=cards, status=CardStatus.BATCHED).update(
            status=CardStatus.WAITING
        )
        batch.status = BatchStatus.CANCELLED
        batch.save(update_fields=["status"])
        _note("batch_cancelled", batch, [], actor, at)


def export_batch(
    batch_id: int, *, actor: Actor, at: datetime, seal_with: Signer | None = None
) -> tuple[str, bytes]:
    """(file name, the signed zip). Released by somebody other than who prepared it (two people see what leaves).

    May be fetched again as long as no results came: the very same orders, recorded in the audit trail
    each time. Cards ended before it leaves are left out; those ended afterwards count as void when
    their results come. A picture of a name leaves with its card as it is then.

    Raises `Refused` ``two_people``, ``batch_card_incomplete`` (`number`, `fields`); `NotAllowed` ``approver_made``
    when one of the two accounts made the other; `Conflict` ``batch_returned``.
    """
    with as_intake_role():
        batch = _locked(batch_id, actor)
        if batch.status not in (BatchStatus.OPEN, BatchStatus.EXPORTED):
            raise Conflict("batch_returned", code=batch.code)
        if batch.status == BatchStatus.OPEN:
            if batch.prepared_by == actor.user_id:
                raise Refused("two_people", code=batch.code)
            require_independent(batch.prepared_by, actor)
        items = list(batch.items.select_related("card", "card__permit").order_by("position"))
        if batch.status == BatchStatus.OPEN:
            _leave_out_ended(items)
            _complete([i.card for i in items if not i.result])
        orders = [
            CardOrder(
                i.position,
                i.card.permit.number,
                card_name(i.card),
                layout.face(i.card, as_sent=True),
            )
            for i in items
            if not i.result
        ]
        sign = seal_with or signer()
        made_at = batch.exported_at or at
        blob, digest = pack_orders(
            orders,
            batch=batch.code,
            issuer=batch.region,
            centre=_centre(batch.region),
            at=made_at,
            sign=sign.sign,
        )
        if batch.status == BatchStatus.OPEN:
            batch.released_by, batch.released_label = actor.user_id, actor.label[:100]
        seal = sign.sign(bytes.fromhex(digest))
        batch.status, batch.exported_at = BatchStatus.EXPORTED, made_at
        batch.export_sha256, batch.export_signature, batch.export_key = (
            bytes.fromhex(digest),
            seal.signature,
            seal.key,
        )
        batch.save(
            update_fields=[
                "status",
                "exported_at",
                "released_by",
                "released_label",
                "export_sha256",
                "export_signature",
                "export_key",
            ]
        )
        _note("exported", batch, [i.card for i in items], actor, at)
        audit.record_read(
            actor,
            person_ids=[i.card.person_id for i in items],
            fields=["card"],
            action="permits.exported",
            at=at,
            reveal=True,
        )
        return f"{batch.code}.zip", blob


def _leave_out_ended(items: Sequence[ProductionItem]) -> None:
    for item in items:
        if item.card.status != CardStatus.BATCHED:
            item.result = "void"
            item.save(update_fields=["result"])


def _complete(cards: Sequence[Card]) -> None:
    """What is printed on them is whole still (a picture of a name can be removed), and is kept as it leaves."""
    for card in cards:
        if lacking := layout.gaps(card):
            raise Refused("batch_card_incomplete", number=card.permit.number, fields=lacking)
    layout.keep_pictures(cards)


def card_name(card: Card) -> str:
    """What a card is called on its way: the permit's number and the card's version."""
    return f"{card.permit.number}-{card.version}"


def _centre(region: str) -> str:
    found = [c for c in centres() if region.startswith(c.region)]
    return found[0].id if found else ""


def _locked(batch_id: int, actor: Actor) -> ProductionBatch:
    batch = ProductionBatch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None or not actor.may(MAKE, region=batch.region):
        raise NotFound("batch_unknown", id=batch_id)
    return batch


def _code(region: str, at: datetime) -> str:
    """Area, day, number of that day: ``430181-20261121-2``."""
    head = f"{(region or '000000')[:9]}-{local_date(at):%Y%m%d}-"
    return f"{head}{ProductionBatch.objects.filter(code__startswith=head).count() + 1}"


def _note(
    what: str, batch: ProductionBatch, cards: Sequence[Card], actor: Actor, at: datetime
) -> None:
    audit.record_write(
        actor,
        action=f"permits.{what}",
        subject_kind="production_batch",
        subject_id=batch.pk,
        at=at,
        detail={"code": batch.code, "cards": len(cards)},
    )
    events.emit(
        f"permits.batch_{what}",
        {"batch": batch.pk, "region": batch.region, "cards": len(cards)},
        at=at,
    )
