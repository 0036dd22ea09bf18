"""Tables of stock: points, items, lots, moves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.casework.stock.data import MoveKind, Offer, PointKind


class PointRow(models.Model):
    """A point of issue."""

    kind = models.CharField(max_length=8, db_collation="C")
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=15, db_collation="C")
    address = models.CharField(max_length=200, default="")
    hours = models.CharField(max_length=100, default="")
    offer = models.CharField(max_length=8, db_collation="C")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "casework_stock_point"
        constraints = [
            models.UniqueConstraint(
                name="casework_stock_point_once",
                fields=["kind", "region", "name"],
                condition=Q(closed_on=None),
            ),
            models.CheckConstraint(
                name="casework_stock_point_words",
                condition=Q(kind__in=[k.value for k in PointKind])
                & Q(offer__in=[o.value for o in Offer]),
            ),
        ]


class ItemRow(models.Model):
    """What a point gives out. `low`: below how many usable ones the page reminds."""

    point = models.ForeignKey(PointRow, on_delete=models.PROTECT, related_name="items")
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)
    low = models.IntegerField(default=0)

    class Meta:
        db_table = "casework_stock_item"
        constraints = [
            models.UniqueConstraint(name="casework_stock_item_once", fields=["point", "name"]),
            models.CheckConstraint(name="casework_stock_item_low", condition=Q(low__gte=0)),
        ]


class LotRow(models.Model):
    """A lot of an item, with what is on hand of it; never less than nothing."""

    item = models.ForeignKey(ItemRow, on_delete=models.PROTECT, related_name="lots")
    number = models.CharField(max_length=40, default="", db_collation="C")
    expires = models.DateField(null=True)
    on_hand = models.IntegerField(default=0)

    class Meta:
        db_table = "casework_stock_lot"
        constraints = [
            models.UniqueConstraint(
                name="casework_stock_lot_once",
                fields=["item", "number", "expires"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="casework_stock_lot_on_hand", condition=Q(on_hand__gte=0)),
        ]


class MoveRow(models.Model):
    """One line of the ledger. Append-only. `on_hand`: of the lot, afterwards; `part`: of one request over several
    lots."""

    point = models.ForeignKey(PointRow, on_delete=models.PROTECT, related_name="moves")
    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10, db_collation="C")
    quantity = models.IntegerField()
    on_hand = models.IntegerField()
    way = models.CharField(max_length=8, default="", db_collation="C")
    note = models.CharField(max_length=200, default="")
    key = models.CharField(max_length=80, db_collation="C")
    part = models.SmallIntegerField(default=0)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_stock_move"
        constraints = [
            models.UniqueConstraint(
                name="casework_stock_move_key", fields=["point", "key", "part"]
            ),
            models.CheckConstraint(
                name="casework_stock_move_words",
                condition=Q(kind__in=[k.value for k in MoveKind])
                & Q(quantity__gt=0)
                & Q(on_hand__gte=0)
                & Q(way__in=["", "counter", "machine"]),
            ),
        ]
