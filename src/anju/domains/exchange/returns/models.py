"""Comparisons with what upper levels sent back, and the rows that differ."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.exchange.returns.data.returns import DECISIONS


class ReturnComparison(models.Model):
    """One file that was compared. `digest`: of file and area, so that the same one is compared once."""

    digest = models.CharField(max_length=64, unique=True, db_collation="C")
    sender = models.CharField(max_length=60)
    file_name = models.CharField(max_length=100)
    counts = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Named table."""

        db_table = "exchange_return_comparison"

    def __str__(self) -> str:
        """For logs and shells."""
        return self.file_name


class ReturnDifference(models.Model):
    """A row that says something else than the register about somebody. `values_cipher`: field → theirs, ours."""

    comparison = models.ForeignKey(
        ReturnComparison, on_delete=models.PROTECT, related_name="differences"
    )
    row = models.IntegerField()
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    values_cipher = models.BinaryField()
    note_cipher = models.BinaryField(null=True)
    state = models.CharField(max_length=10, default="open")
    due = models.DateField()
    decision = models.CharField(max_length=20, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_label = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_return_difference"
        constraints = (
            models.UniqueConstraint(
                fields=["comparison", "row"], name="exchange_return_difference_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decision="")
                | Q(state="closed", decision__in=list(DECISIONS)),
                name="exchange_return_difference_state",
            ),
        )
        indexes = (
            models.Index(
                fields=["comparison", "id"],
                condition=Q(state="open"),
                name="exchange_return_open",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.comparison_id} {self.row}"
