"""The table of shielded persons."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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


class ShieldEnquiry(models.Model):
    """A question about a shielded person, put on paper to the office for one case. Another person than the one who
    entered it answers. `content_cipher`: what was disclosed; `reference`: the number of the paper."""

    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    asker = models.CharField(max_length=100)
    basis = models.CharField(max_length=20, db_collation="C")
    reference = models.CharField(max_length=80)
    asked = ArrayField(models.CharField(max_length=10, db_collation="C"))
    state = models.CharField(max_length=10, default="waiting", db_collation="C")
    key = models.CharField(max_length=80, unique=True, db_collation="C")
    content_cipher = models.BinaryField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.BigIntegerField(null=True)
    asked_label = models.CharField(max_length=100, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_label = models.CharField(max_length=100, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_shield_enquiry"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "answered", "declined"]),
                name="exchange_shield_enquiry_state",
            ),
        )
        indexes = (models.Index(fields=["state", "id"], name="exchange_shield_enquiry_open"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.basis} {self.state}"
