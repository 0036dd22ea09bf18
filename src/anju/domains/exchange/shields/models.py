"""The table of shielded persons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Shield(models.Model):
    """A person about whom every question is answered no, whoever asks, and whose address goes to nobody.
    `region`: of the office that entered it."""

    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    reason = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_shield"
        constraints = (
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(until=None), name="exchange_shield_once"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.reason} {self.since}"
