"""Contradictions between sources that somebody is to answer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.exchange.picture.data.picture import DECISIONS


class PictureTicket(models.Model):
    """One contradiction about a field of a person. `digest`: of what contradicts what, so that the same one is opened
    once, and another one anew."""

    person_id = models.BigIntegerField()
    field = models.CharField(max_length=30)
    digest = models.CharField(max_length=64, db_collation="C")
    sources = ArrayField(models.CharField(max_length=40))
    region = models.CharField(max_length=15, db_collation="C")
    state = models.CharField(max_length=10, default="open")
    opened_on = models.DateField()
    due = models.DateField()
    decision = models.CharField(max_length=20, blank=True, default="")
    note_cipher = models.BinaryField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_label = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_picture_ticket"
        constraints = (
            models.UniqueConstraint(
                fields=["person_id", "field", "digest"], name="exchange_picture_ticket_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decision="")
                | Q(state="closed", decision__in=list(DECISIONS))
                | Q(state="gone", decision=""),
                name="exchange_picture_ticket_state",
            ),
        )
        indexes = (
            models.Index(
                fields=["due", "id"], condition=Q(state="open"), name="exchange_picture_ticket_due"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.field} {self.state}"
