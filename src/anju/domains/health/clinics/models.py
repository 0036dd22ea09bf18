"""Tables of clinics: the clinic, its lots, movements of stock."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.health.clinics.data import Move


class ClinicRow(models.Model):
    """A vaccination clinic: a public fact."""

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=15, db_collation="C")
    address = models.CharField(max_length=200, default="")
    phone = models.CharField(max_length=20, default="")
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "health_clinic"
        indexes = [models.Index(name="health_clinic_region", fields=["region"])]


class LotRow(models.Model):
    """One lot at a clinic. `on_hand` follows the movements in the same transaction; `region` is the clinic's."""

    clinic = models.ForeignKey(ClinicRow, on_delete=models.PROTECT, db_index=False)
    region = models.CharField(max_length=15, db_collation="C")
    vaccine = models.CharField(max_length=20, db_collation="C")
    number = models.CharField(max_length=40, db_collation="C")
    maker = models.CharField(max_length=60, default="")
    expires = models.DateField()
    on_hand = models.IntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "health_lot"
        constraints = [
            models.UniqueConstraint(name="health_lot_once", fields=["clinic", "vaccine", "number"]),
            models.CheckConstraint(name="health_lot_not_below_none", condition=Q(on_hand__gte=0)),
        ]


class StockMoveRow(models.Model):
    """A movement of a lot. Append-only; names no child."""

    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, db_index=False)
    move = models.CharField(max_length=8, db_collation="C")
    amount = models.PositiveIntegerField()
    note = models.CharField(max_length=200, default="")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "health_stock_move"
        constraints = [
            models.UniqueConstraint(name="health_stock_move_key", fields=["lot", "key"]),
            models.CheckConstraint(
                name="health_stock_move_words",
                condition=Q(move__in=[m.value for m in Move]) & Q(amount__gte=1),
            ),
        ]
