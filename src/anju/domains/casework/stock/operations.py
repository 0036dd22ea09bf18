"""Writes of stock: opening a point, goods in, giving out, discarding, counting. A request with a key that was answered
changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.domains.casework.stock.data import (
    INCOMING,
    KEEP,
    MOST_NAME,
    MOST_NOTE,
    Lot,
    MoveKind,
    Offer,
    Point,
    PointKind,
    Received,
)
from anju.domains.casework.stock.models import ItemRow, LotRow, MoveRow, PointRow
from anju.domains.casework.stock.queries import keeps, point_of
from anju.domains.casework.stock.rules import (
    chosen,
    read_goods,
    require_quantity,
    require_received,
    sound,
)
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key
from anju.foundation.sheets.reader import read_cells

MOST_BYTES = 4 * 1024 * 1024


def open_point(
    kind: PointKind,
    region: str,
    name: str,
    *,
    address: str = "",
    hours: str = "",
    offer: Offer = Offer.COUNTER,
    actor: Actor,
    at: datetime,
) -> Point:
    """Open a point of issue. The same again is answered with the one there is.

    By whoever keeps stock there. `NotAllowed`; `Refused` ``stock_region``, ``stock_point_name``, ``stock_long``.
    """
    full = region.ljust(12, "0")
    if not region.isdigit() or [p.code for p in regions.path(full)[-1:]] != [full]:
        raise Refused("stock_region")
    if not keeps(actor, kind, region):
        raise NotAllowed("not_allowed", permission=KEEP, region=region, party="")
    called = sound(name, MOST_NAME)
    if not called:
        raise Refused("stock_point_name")
    with transaction.atomic():
        row, made = PointRow.objects.get_or_create(
            kind=kind.value,
            region=region,
            name=called,
            closed_on=None,
            defaults={
                "address": sound(address, 200),
                "hours": sound(hours, 100),
                "offer": offer.value,
                "opened_at": at,
            },
        )
        if made:
            _record(actor, "stock.opened", row, at, {"region": region})
    return point_of(row)


def close_point(point_id: int, *, actor: Actor, at: datetime) -> None:
    """Close a point that has nothing left. `NotFound` ``stock_point_unknown``; `Conflict` ``stock_not_empty``."""
    with transaction.atomic():
        row = _held(point_id, actor)
        if LotRow.objects.filter(item__point=row, on_hand__gt=0).exists():
            raise Conflict("stock_not_empty")
        row.closed_on = local_date(at)
        row.save(update_fields=["closed_on"])
        _record(actor, "stock.closed", row, at, {})


def receive(
    point_id: int, goods: Sequence[Received], *, key: str, actor: Actor, at: datetime
) -> int:
    """Enter goods that came in, all lines or none; how many lines. `NotFound` ``stock_point_unknown``; `Refused` what
    `require_received` raises, ``stock_unit_other`` (`unit`) where the item is counted in another unit."""
    require_key(key)
    today = local_date(at)
    lines = [require_received(g, today=today) for g in goods]
    with transaction.atomic():
        point = _held(point_id, actor)
        if _answered(point, key):
            return len(lines)
        for part, line in enumerate(lines):
            item, _made = ItemRow.objects.get_or_create(
                point=point, name=line.name, defaults={"unit": line.unit, "low": line.low or 0}
            )
            if item.unit != line.unit:
                raise Refused("stock_unit_other", name=line.name, unit=item.unit)
            if line.low is not None and line.low != item.low:
                item.low = line.low
                item.save(update_fields=["low"])
            lot, _new = LotRow.objects.select_for_update().get_or_create(
                item=item, number=line.lot, expires=line.expires
            )
            _move(lot, MoveKind.RECEIVED, line.quantity, point, key, part, actor, at)
        _record(actor, "stock.received", point, at, {"lines": len(lines)})
    return len(lines)


def receive_file(
    point_id: int, data: bytes, file_name: str, *, key: str, actor: Actor, at: datetime
) -> int:
    """Enter the goods of a list, all or none. `Refused` ``stock_too_large``, ``stock_lines`` (`faults`: each line that
    is wrong), what `read_cells`, `read_goods` and `receive` raise."""
    if len(data) > MOST_BYTES:
        raise Refused("stock_too_large", mb=MOST_BYTES >> 20)
    book = read_cells(data, file_name)
    cells = [list(line) for sheet in book.sheets[:1] for line in sheet.cells.iter_rows()]
    good, faults = read_goods(cells, today=local_date(at))
    if faults:
        first = faults[0]
        raise Refused(
            "stock_lines", n=len(faults), line=first.line, column=first.column, value=first.value
        )
    return receive(point_id, good, key=key, actor=actor, at=at)


def issue(
    point_id: int, item_id: int, quantity: int, *, way: str, key: str, actor: Actor, at: datetime
) -> None:
    """Give out so many, from the lots that expire first. To whom is asked nowhere.

    `NotFound` ``stock_point_unknown``, ``stock_item_unknown``; `Refused` ``stock_quantity``, ``stock_way``,
    ``stock_too_few`` (`usable`).
    """
    require_key(key)
    require_quantity(quantity)
    if way not in (Offer.COUNTER, Offer.MACHINE):
        raise Refused("stock_way")
    with transaction.atomic():
        point = _held(point_id, actor)
        if _answered(point, key):
            return
        rows = _lots(point, item_id)
        lots = [Lot(r.pk, r.number, r.expires, r.on_hand) for r in rows.values()]
        for part, (lot, n) in enumerate(chosen(lots, quantity, local_date(at))):
            _move(rows[lot.id], MoveKind.ISSUED, n, point, key, part, actor, at, way=way)
        _record(actor, "stock.issued", point, at, {"item": item_id, "n": quantity})


def discard(
    point_id: int,
    lot_id: int,
    quantity: int,
    note: str,
    *,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Take things of a lot out that are not given any more, with the reason.

    `NotFound` ``stock_point_unknown``, ``stock_lot_unknown``; `Refused` ``stock_quantity``, ``stock_note``,
    ``stock_too_few``.
    """
    require_key(key)
    require_quantity(quantity)
    words = _noted(note)
    with transaction.atomic():
        point = _held(point_id, actor)
        if _answered(point, key):
            return
        lot = _lot(point, lot_id)
        if lot.on_hand < quantity:
            raise Refused("stock_too_few", usable=lot.on_hand)
        _move(lot, MoveKind.DISCARDED, quantity, point, key, 0, actor, at, note=words)
        _record(actor, "stock.discarded", point, at, {"lot": lot_id, "n": quantity})


def count(
    point_id: int, lot_id: int, counted: int, note: str, *, key: str, actor: Actor, at: datetime
) -> None:
    """Put the book right to what was counted, with the reason; nothing where it agrees.

    `NotFound` as `discard`; `Refused` ``stock_quantity``, ``stock_note``.
    """
    require_key(key)
    words = _noted(note)
    if counted < 0:
        raise Refused("stock_quantity", most=0)
    with transaction.atomic():
        point = _held(point_id, actor)
        if _answered(point, key):
            return
        lot = _lot(point, lot_id)
        more = counted - lot.on_hand
        if more:
            kind = MoveKind.FOUND if more > 0 else MoveKind.LOST
            _move(lot, kind, abs(more), point, key, 0, actor, at, note=words)
            _record(actor, "stock.counted", point, at, {"lot": lot_id, "n": more})


def _noted(note: str) -> str:
    words = sound(note, MOST_NOTE)
    require_no_identity_number(words)
    if not words:
        raise Refused("stock_note")
    return words


def _held(point_id: int, actor: Actor) -> PointRow:
    """The point, held for this transaction: moves of one point follow each other."""
    row = PointRow.objects.select_for_update().filter(id=point_id, closed_on=None).first()
    if row is None or not keeps(actor, PointKind(row.kind), row.region):
        raise NotFound("stock_point_unknown")
    return row


def _answered(point: PointRow, key: str) -> bool:
    return MoveRow.objects.filter(point=point, key=key).exists()


def _lots(point: PointRow, item_id: int) -> dict[int, LotRow]:
    if not ItemRow.objects.filter(id=item_id, point=point).exists():
        raise NotFound("stock_item_unknown")
    return {r.pk: r for r in LotRow.objects.select_for_update().filter(item_id=item_id)}


def _lot(point: PointRow, lot_id: int) -> LotRow:
    row = LotRow.objects.select_for_update().filter(id=lot_id, item__point=point).first()
    if row is None:
        raise NotFound("stock_lot_unknown")
    return row


def _move(
    lot: LotRow,
    kind: MoveKind,
    quantity: int,
    point: PointRow,
    key: str,
    part: int,
    actor: Actor,
    at: datetime,
    *,
    way: str = "",
    note: str = "",
) -> None:
    lot.on_hand += quantity if kind in INCOMING else -quantity
    lot.save(update_fields=["on_hand"])
    MoveRow.objects.create(
        point=point,
        lot=lot,
        kind=kind.value,
        quantity=quantity,
        on_hand=lot.on_hand,
        way=way,
        note=note,
        key=key,
        part=part,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )


def _record(
    actor: Actor, action: str, row: PointRow, at: datetime, detail: dict[str, object]
) -> None:
    audit.record_write(
        actor, action=action, subject_kind="stock_point", subject_id=row.pk, at=at, detail=detail
    )
