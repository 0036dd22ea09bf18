"""Tables of extracts: what was ordered and how far it is, and the encrypted pieces of the file."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.exchange.answers.models import AnswerAgreement
from anju.domains.exchange.extracts.data.extracts import ExtractState


class Extract(models.Model):
    """One extract: under which agreement, of which division on which day, with which columns, for what. Names nobody.
    `selector` stands in its address."""

    selector = models.CharField(max_length=32, unique=True, db_collation="C")
    agreement = models.ForeignKey(
        AnswerAgreement, on_delete=models.PROTECT, related_name="extracts"
    )
    region = models.CharField(max_length=15, db_collation="C")
    columns = ArrayField(models.CharField(max_length=20))
    purpose = models.CharField(max_length=30)
    basis = models.CharField(max_length=200)
    day = models.DateField()
    state = models.CharField(max_length=10, default="proposed")
    proposed_by = models.BigIntegerField(null=True)
    proposed_label = models.CharField(max_length=100, blank=True, default="")
    proposed_at = models.DateTimeField()
    approved_label = models.CharField(max_length=100, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    total = models.IntegerField(default=0)
    written = models.IntegerField(default=0)
    size = models.BigIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")
    manifest = models.JSONField(default=dict)
    fetched_at = models.DateTimeField(null=True)
    delete_after = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_extract"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ExtractState]),
                name="exchange_extract_state",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.selector} {self.state}"


class ExtractPart(models.Model):
    """A piece of a file that waits to be downloaded, encrypted for its row."""

    extract = models.ForeignKey(Extract, on_delete=models.CASCADE, related_name="parts")
    number = models.IntegerField()
    data_cipher = models.BinaryField()

    class Meta:
        """Named constraints."""

        db_table = "exchange_extract_part"
        constraints = (
            models.UniqueConstraint(
                fields=["extract", "number"], name="exchange_extract_part_once"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.extract_id} {self.number}"
