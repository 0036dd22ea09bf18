"""Reads of stock: points, what is on hand, the ledger, and how it stood at any moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, Sum

from anju.domains.casework.stock.data import (
    INCOMING,
    KEEP,
    Lot,
    Move,
    MoveKind,
    Offer,
    Point,
    PointKind,
    StockLine,
)
from anju.domains.casework.stock.models import ItemRow, LotRow, MoveRow, PointRow
from anju.domains.casework.stock.rules import line_of
from anju.foundation.actor import Actor
from anju.foundation.db.scope import held_at, inside
from anju.foundation.errors import NotFound

PAGE = 50
RESCUE_WORK = "rescue.work"


def point_of(row: PointRow) -> Point:
    """A row as a value."""
    return Point(
        row.pk,
        PointKind(row.kind),
        row.name,
        row.region,
        row.address,
        row.hours,
        Offer(row.offer),
        row.closed_on,
    )


def keeps(actor: Actor, kind: PointKind, region: str) -> bool:
    """Whether the actor keeps the stock of such a point there: a station's own staff at its very division, others by
    `supply.keep`."""
    if actor.kind == "system":
        return True
    if kind is PointKind.RESCUE:
        return region in held_at(actor, RESCUE_WORK)
    return actor.may(KEEP, region=region)


def kept_points(actor: Actor) -> list[Point]:
    """The open points of free supplies in the actor's area. One query."""
    rows = PointRow.objects.filter(
        inside(actor.regions(KEEP)), kind=PointKind.FREE.value, closed_on=None
    )
    return [point_of(r) for r in rows.order_by("region", "name")]


def kept_point(point_id: int, actor: Actor) -> Point:
    """One point whose stock the actor keeps. `NotFound` ``stock_point_unknown``."""
    row = PointRow.objects.filter(id=point_id).first()
    if row is None or not keeps(actor, PointKind(row.kind), row.region):
        raise NotFound("stock_point_unknown")
    return point_of(row)


def store_of(region: str) -> Point | None:
    """The open store of the rescue station in a division. One query."""
    row = PointRow.objects.filter(
        kind=PointKind.RESCUE.value, region=region, closed_on=None
    ).first()
    return point_of(row) if row is not None else None


def public_points() -> list[Point]:
    """All open points of free supplies, for everybody. One query."""
    rows = PointRow.objects.filter(kind=PointKind.FREE.value, closed_on=None)
    return [point_of(r) for r in rows.order_by("region", "name")[:2_000]]


def stock(point_ids: Sequence[int], day: date) -> dict[int, list[StockLine]]:
    """What these points have, by point, those that are short first. Two queries."""
    items = list(ItemRow.objects.filter(point_id__in=list(point_ids)).order_by("name"))
    lots: dict[int, list[Lot]] = defaultdict(list)
    rows = LotRow.objects.filter(item_id__in=[i.pk for i in items])
    for row in rows.order_by("expires", "id"):
        lots[row.item_id].append(Lot(row.pk, row.number, row.expires, row.on_hand))
    found: dict[int, list[StockLine]] = {p: [] for p in point_ids}
    for i in items:
        found[i.point_id].append(line_of(i.pk, i.name, i.unit, i.low, lots[i.pk], day))
    return {p: sorted(lines, key=lambda x: not x.short) for p, lines in found.items()}


def moves(point_id: int, *, page: int = 1, size: int = PAGE) -> tuple[list[Move], int]:
    """A page of the ledger, the latest first, and how many lines there are. Two queries."""
    rows = MoveRow.objects.filter(point_id=point_id).select_related("lot__item")
    start = (page - 1) * size
    return [_move(r) for r in rows.order_by("-id")[start : start + size]], rows.count()


def _move(row: MoveRow) -> Move:
    lot = row.lot
    return Move(
        row.pk,
        lot.item.name,
        lot.item.unit,
        lot.number,
        lot.expires,
        MoveKind(row.kind),
        row.quantity,
        row.on_hand,
        row.way,
        row.note,
        row.by_label,
        row.at,
    )


def totals(point_id: int, *, until: datetime | None = None) -> dict[str, tuple[int, int]]:
    """What came in and what went out of each item up to a moment: (in, out) by name. One query."""
    rows = MoveRow.objects.filter(point_id=point_id)
    if until is not None:
        rows = rows.filter(at__lte=until)
    incoming = Q(kind__in=[k.value for k in INCOMING])
    found = rows.values_list("lot__item__name").annotate(
        came=Sum("quantity", filter=incoming, default=0),
        went=Sum("quantity", filter=~incoming, default=0),
    )
    return {name: (came, went) for name, came, went in found}
