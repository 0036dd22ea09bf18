"""Tables of sample audits. A unit is a stay or a home by its number; none of them names a person."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.assessment.sampling.data.values import AuditKind, AuditState, Outcome, Stage


class SampleAudit(models.Model):
    """An audit of an area by a random sample. `frames`: units of each part's frame; `frame`: the codes of the frame by
    part, compressed; `seed` is published when it is closed, its `commitment` from the beginning."""

    number = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=7)
    region = models.CharField(max_length=15, db_collation="C")
    digits = models.SmallIntegerField()
    size = models.IntegerField()
    again_percent = models.SmallIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=8, default="checking")
    seed = models.CharField(max_length=64, db_collation="C")
    commitment = models.CharField(max_length=64, db_collation="C")
    frames = models.JSONField()
    frame_digest = models.CharField(max_length=64, db_collation="C")
    frame = models.BinaryField()
    made_by = models.BigIntegerField()
    made_key = models.CharField(max_length=80, db_collation="C")
    made_label = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["made_by", "made_key"], name="assessment_sample_audit_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in AuditKind]),
                name="assessment_sample_audit_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AuditState]),
                name="assessment_sample_audit_state",
            ),
        )
        indexes = (
            models.Index(fields=["region", "-made_at"], name="assessment_sample_audit_area"),
        )
        db_table = "assessment_sample_audit"

    def __str__(self) -> str:
        """For logs and shells."""
        return self.number


class SampleUnit(models.Model):
    """A unit that was drawn. `about`: the number of a stay or a home; `part`: prefix of the part it was drawn in;
    `place`: as which of it;
    `again`: it is checked a second time. An appeal holds until it is decided."""

    audit = models.ForeignKey(SampleAudit, on_delete=models.PROTECT, related_name="drawn")
    code = models.CharField(max_length=16, db_collation="C")
    part = models.CharField(max_length=15, blank=True, db_collation="C")
    place = models.IntegerField()
    about = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    again = models.BooleanField(default=False)
    appeal_cipher = models.BinaryField(null=True)
    appealed_by = models.BigIntegerField(null=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(fields=["audit", "code"], name="assessment_sample_unit_once"),
        )
        db_table = "assessment_sample_unit"

    def __str__(self) -> str:
        """For logs and shells."""
        return self.code


class SampleFinding(models.Model):
    """What somebody found of a unit; a line for each stage, never changed. `reason`: words of who decided."""

    unit = models.ForeignKey(SampleUnit, on_delete=models.PROTECT, related_name="found")
    region = models.CharField(max_length=15, db_collation="C")
    stage = models.CharField(max_length=7)
    outcome = models.CharField(max_length=10)
    people = models.SmallIntegerField(null=True)
    registered = models.SmallIntegerField(null=True)
    wrong = ArrayField(models.CharField(max_length=10, db_collation="C"), default=list)
    reason_cipher = models.BinaryField(null=True)
    by_user = models.BigIntegerField()
    by_label = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=80, db_collation="C")
    recorded_at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(
                fields=["unit", "stage"], name="assessment_sample_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]),
                name="assessment_sample_finding_stage",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[o.value for o in Outcome]),
                name="assessment_sample_finding_outcome",
            ),
        )
        db_table = "assessment_sample_finding"

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.unit_id} {self.stage} {self.outcome}"
