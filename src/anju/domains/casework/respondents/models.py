"""The table of notices to the other side of a case."""

from __future__ import annotations

from django.db import models

from anju.domains.casework.cases.models import Case


class RespondentRow(models.Model):
    """A notice to the other side. `party`: of an employer on file, which sees the notice and what it sent itself, and
    nothing else of the case; "" where it is not on file. `claim_cipher`: what it is informed of. `received`,
    `closed_at` follow the case."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="respondents", db_index=False
    )
    party = models.CharField(max_length=32, default="", db_collation="C")
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200, default="")
    number = models.CharField(max_length=24, db_collation="C")
    person_id = models.BigIntegerField()
    matter = models.CharField(max_length=20, db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    stage = models.CharField(max_length=20, default="", db_collation="C")
    claim_cipher = models.BinaryField()
    filed_at = models.DateTimeField()
    notified_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)
    received = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    closed_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80, db_collation="C")

    class Meta:
        db_table = "casework_respondent"
        constraints = [
            models.UniqueConstraint(
                name="casework_respondent_once", fields=["case", "stage", "party", "name"]
            ),
        ]
        indexes = [
            models.Index(name="casework_respondent_party", fields=["party", "-id"]),
            models.Index(
                name="casework_respondent_due",
                fields=["due_at"],
                condition=models.Q(answered_at=None, silent_at=None, closed_at=None),
            ),
        ]
