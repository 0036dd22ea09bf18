"""Results of a production centre: believed by their seal, taken once, nothing typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from anju.domains.permits.production.data import BatchStatus, CardResult, CardStatus
from anju.domains.permits.production.models import Card, ProductionBatch, ProductionItem
from anju.domains.permits.production.operations import layout
from anju.domains.permits.production.operations.batches import card_name
from anju.domains.permits.production.operations.delivering import get_ready
from anju.domains.permits.production.operations.ordering import end, order
from anju.domains.permits.production.operations.signing import holds_for
from anju.domains.permits.production.rules.packages import Results, unpack_results
from anju.domains.permits.transitions import rules
from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    CardReason,
    PermitState,
    TransitionKind,
)
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.operations import MAKE, locked, make_transition, require
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of results brought. `void`: cards that had been ended meanwhile; they are destroyed,
    not handed out."""

    batch_id: int
    code: str
    made: int
    failed: int
    void: int


def take_results(blob: bytes, *, actor: Actor, at: datetime) -> Taken:
    """Take a file of results, whole or not at all.

    Raises `Refused` as `unpack_results` (forged, altered, unreadable), ``results_orders`` (answers another export),
    ``results_lines`` (names lines or cards that were not in the batch, or leaves some out), ``serial_twice``;
    `Conflict` ``results_taken`` for a file that came before; `NotFound` ``batch_unknown``; `NotAllowed`.
    """
    if not actor.may(MAKE):
        raise NotAllowed("not_allowed", permission=MAKE, region="")
    with as_intake_role():
        results, batch = _believed(blob, actor)
        items = {
            i.position: i
            for i in batch.items.select_related("card", "card__permit")
            if not i.result
        }
        _check_lines(results, items)
        counts: Counter[str] = Counter()
        for line in results.lines:
            counts[_take(items[line.line], line, actor, at)] += 1
        batch.status, batch.returned_at, batch.result_key = BatchStatus.RETURNED, at, results.key
        batch.result_sha256 = bytes.fromhex(results.digest)
        batch.counts = {**batch.counts, **{k: counts[k] for k in ("made", "failed", "void")}}
        batch.save(update_fields=["status", "returned_at", "result_key", "result_sha256", "counts"])
        audit.record_write(
            actor,
            action="permits.results",
            subject_kind="production_batch",
            subject_id=batch.pk,
            at=at,
            detail={"code": batch.code, **batch.counts},
        )
        events.emit(
            "permits.batch_returned",
            {"batch": batch.pk, "region": batch.region, **batch.counts},
            at=at,
        )
        return Taken(batch.pk, batch.code, counts["made"], counts["failed"], counts["void"])


def _believed(blob: bytes, actor: Actor) -> tuple[Results, ProductionBatch]:
    """Opened under the key of a centre that makes cards for the batch's own area."""
    results = unpack_results(blob, holds=holds_for(None))
    if ProductionBatch.objects.filter(result_sha256=bytes.fromhex(results.digest)).exists():
        raise Conflict("results_taken", code=results.batch)
    batch = ProductionBatch.objects.select_for_update().filter(code=results.batch).first()
    if batch is None or not actor.may(MAKE, region=batch.region):
        raise NotFound("batch_unknown", id=results.batch)
    unpack_results(blob, holds=holds_for(batch.region))
    if batch.status == BatchStatus.RETURNED:
        raise Conflict("results_taken", code=batch.code)
    if (
        batch.status != BatchStatus.EXPORTED
        or results.orders != bytes(batch.export_sha256 or b"").hex()
    ):
        raise Refused("results_orders", code=batch.code)
    return results, batch


def _check_lines(results: Results, items: dict[int, ProductionItem]) -> None:
    """The file answers every card that was ordered, and only those; no serial twice, here or ever."""
    wrong = [
        r.line
        for r in results.lines
        if r.line not in items or card_name(items[r.line].card) != r.card
    ]
    wrong += items.keys() - {r.line for r in results.lines}
    if wrong:
        raise Refused("results_lines", lines=sorted(wrong)[:10])
    serials = [r.serial for r in results.lines if r.serial]
    if len(serials) != len(set(serials)) or Card.objects.filter(serial__in=serials).exists():
        raise Refused("serial_twice")


def _take(item: ProductionItem, line: CardResult, actor: Actor, at: datetime) -> str:
    permit, card = locked(item.card.permit_id), item.card
    if card.status == CardStatus.BATCHED and permit.state not in LIVE:
        end(card, at=at)
    if card.status != CardStatus.BATCHED:
        return _void(item, serial=line.serial)
    item.result, item.result_code = line.result, line.reason[:40]
    item.save(update_fields=["result", "result_code"])
    if line.result == "failed":
        card.status = CardStatus.FAILED
        card.ended_at = at
        card.save(update_fields=["status", "ended_at"])
        order(permit, CardReason.FAILED, at=at)
        return "failed"
    return _made(permit, card, line.serial, actor, at)


def made_here(card_id: int, *, serial: str, actor: Actor, at: datetime) -> str:
    """A waiting card was printed on the station's own printer, on the blank of this serial; ``made`` or ``void``.

    Staff with ``permit.make``. Raises `Refused` ``card_incomplete`` (`fields`), ``serial_missing``, ``serial_twice``;
    `Conflict` ``card_under_way`` for a card that is not waiting.
    """
    card = Card.objects.filter(id=card_id).first()
    if card is None:
        raise NotFound("permit_unknown", id=card_id)
    with as_intake_role():
        permit = locked(card.permit_id)
        require(permit, actor, MAKE)
        card = Card.objects.select_for_update().get(id=card_id)
        if card.status != CardStatus.WAITING:
            raise Conflict("card_under_way", number=permit.number)
        if lacking := layout.gaps(card):
            raise Refused("card_incomplete", fields=lacking)
        if not (tidy := "".join(serial.split())[:40]):
            raise Refused("serial_missing")
        if Card.objects.filter(serial=tidy).exists():
            raise Refused("serial_twice")
        return _made(permit, card, tidy, actor, at)


def _made(permit: Permit, card: Card, serial: str, actor: Actor, at: datetime) -> str:
    """The card exists: the permit begins, or its new card takes the place of the lost one."""
    card.status, card.serial, card.made_at = CardStatus.MADE, serial, at
    card.save(update_fields=["status", "serial", "made_at"])
    if permit.state == PermitState.IN_PRODUCTION:
        make_transition(
            permit, TransitionKind.MADE, actor=actor, at=at, detail={"card": card.version}
        )
    elif permit.state == PermitState.LOST:
        make_transition(
            permit,
            TransitionKind.REPLACED,
            actor=actor,
            at=at,
            detail={"card": card.version},
            to=rules.in_use(permit.endorsed_until, local_date(at)),
        )
    elif permit.state not in (PermitState.ACTIVE, PermitState.SUSPENDED):
        end(card, at=at)
        return "void"
    get_ready(card, at=at)
    return "made"


def _void(item: ProductionItem, *, serial: str) -> str:
    """The card was ended on its way: it is destroyed; its serial stays known, so that nobody uses the blank."""
    item.result = "void"
    item.save(update_fields=["result"])
    if serial:
        Card.objects.filter(id=item.card_id).update(serial=serial)
    return "void"
