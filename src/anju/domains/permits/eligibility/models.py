"""Tables of eligibility and proofs."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from anju.domains.permits.eligibility.data import PROVED


class Entitlement(models.Model):
    """The current assessment of one person: recomputed when the facts or the rules change, never edited.

    `satisfied` and `missing` are lists of objects as in `eligibility.data.assessment`; `changes_on`:
    the next day on which the answer may be another one without any news. `invited_at`: when the person
    was notified, `invited_by` by which way (``phone``; ``nobody`` when no phone is known, so that the
    office notifies them)."""

    person_id = models.BigIntegerField(primary_key=True)
    region = models.CharField(max_length=15, db_collation="C")
    ruleset = models.CharField(max_length=40, db_collation="C")
    ruleset_from = models.DateField()
    entitled = models.BooleanField()
    entitled_from = models.DateField(null=True)
    path = models.CharField(max_length=20, default="", db_collation="C")
    satisfied = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    changes_on = models.DateField(null=True)
    computed_at = models.DateTimeField()
    invited_by = models.CharField(max_length=10, default="", blank=True, db_collation="C")
    invited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="permits_entitlement_since",
                condition=Q(entitled=False) | Q(entitled_from__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="permits_entitlement_invite",
                fields=["region", "entitled_from"],
                condition=Q(invited_at=None, entitled_from__isnull=False),
            ),
            models.Index(
                name="permits_entitlement_invitable",
                fields=["person_id"],
                condition=Q(entitled=True, invited_by=""),
            ),
            models.Index(
                name="permits_entitlement_turn",
                fields=["changes_on"],
                condition=Q(changes_on__isnull=False),
            ),
        ]


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
