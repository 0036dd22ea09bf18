"""Tables of data quality: faults, decisions that faults are none, what changed since the last run, runs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class QualityDecision(models.Model):
    """Faults of one rule are none, says somebody with a reason; undone, they are faults again."""

    rule = models.CharField(max_length=30, db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    reason_cipher = models.BinaryField()
    faults = models.IntegerField()
    by_user = models.BigIntegerField()
    by_label = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=80, db_collation="C")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_label = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Named constraints and indexes."""

        db_table = "assessment_quality_decision"
        constraints = (
            models.UniqueConstraint(
                fields=["by_user", "key"], name="assessment_quality_decision_once"
            ),
        )
        indexes = (models.Index(fields=["region", "-at"], name="assessment_quality_decided"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.rule} {self.region} {self.faults}"


class QualityFault(models.Model):
    """A record is wrong by a rule. `live`: the facts still show it; one row a rule and subject is live. `facts`: what
    the rule saw. `closed_on`: when it was mended or found to be none."""

    rule = models.CharField(max_length=30, db_collation="C")
    subject = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    person_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=20, blank=True, default="", db_collation="C")
    facts = models.JSONField(default=dict)
    found_on = models.DateField()
    due = models.DateField()
    live = models.BooleanField(default=True)
    outcome = models.CharField(max_length=9, blank=True, default="")
    closed_on = models.DateField(null=True)
    decision = models.ForeignKey(
        QualityDecision, on_delete=models.PROTECT, null=True, related_name="decided"
    )

    class Meta:
        """Named constraints and indexes."""

        db_table = "assessment_quality_fault"
        constraints = (
            models.UniqueConstraint(
                fields=["rule", "subject"],
                condition=Q(live=True),
                name="assessment_quality_fault_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on=None, decision=None, live=True)
                | Q(outcome="mended", closed_on__isnull=False, decision=None, live=False)
                | Q(outcome="not_fault", closed_on__isnull=False, decision__isnull=False),
                name="assessment_quality_fault_outcome",
            ),
        )
        indexes = (
            models.Index(
                F("region"),
                F("rule"),
                F("due"),
                name="assessment_quality_fault_open",
                condition=Q(outcome=""),
            ),
            models.Index(
                fields=["region", "closed_on"],
                name="assessment_quality_fault_done",
                condition=Q(closed_on__isnull=False),
            ),
            models.Index(
                fields=["person_id"],
                name="assessment_quality_fault_who",
                condition=Q(live=True, person_id__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.rule} {self.subject} {self.outcome}"


class QualityChange(models.Model):
    """A person or home whose facts changed since the last run."""

    person_id = models.BigIntegerField(null=True)
    home_id = models.BigIntegerField(null=True)

    class Meta:
        """Named."""

        db_table = "assessment_quality_change"

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.person_id} {self.home_id}"


class QualityRun(models.Model):
    """A run of the rules over everything (`full`) or what changed. `rules`: a digest of them; `seconds`: of each."""

    full = models.BooleanField()
    day = models.DateField()
    begun_at = models.DateTimeField()
    rules = models.CharField(max_length=32, db_collation="C")
    seconds = models.JSONField(default=dict)
    found = models.IntegerField(default=0)
    ended = models.IntegerField(default=0)

    class Meta:
        """Named constraints and indexes."""

        db_table = "assessment_quality_run"
        indexes = (models.Index(fields=["-begun_at"], name="assessment_quality_run_last"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.day} {self.found} {self.ended}"
