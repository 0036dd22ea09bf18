"""Facts that the register does not hold: insurance, schooling, marriage, a job or home proved by paper."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from anju.domains.permits.eligibility.data.proofs import PROVED


class Proof(models.Model):
    """One proved fact for a time. `region` is the city it holds in. `source` says who proved it (``application:12``,
    ``department:insurance``), `reference` its number there; a source says a thing once. Never edited: what was wrong is
    withdrawn."""

    person_id = models.BigIntegerField()
    code = models.CharField(max_length=20, db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    period = DateRangeField()
    source = models.CharField(max_length=40, db_collation="C")
    reference = models.CharField(max_length=60, default="", blank=True, db_collation="C")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100, default="", blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="permits_proof_once",
                fields=["source", "reference", "person_id", "code"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(name="permits_proof_code", condition=Q(code__in=sorted(PROVED))),
            models.CheckConstraint(
                name="permits_proof_not_empty", condition=Q(period__isempty=False)
            ),
        ]
        indexes = [
            models.Index(
                name="permits_proof_person", fields=["person_id"], condition=Q(withdrawn_at=None)
            )
        ]
