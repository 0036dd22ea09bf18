"""Tables of agreements between two places: the terms that count, and every step to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.exchange.cooperation.data.cooperation import Stage
from anju.domains.exchange.links.models import Agreement, Peer


class Cooperation(models.Model):
    """An agreement with another place, from the first proposal on. `terms`: their canonical text; `subject`: the token
    under which this place's messages about it keep their order; `agreement`: what messages are sent under, once both
    have signed."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="cooperations")
    number = models.CharField(max_length=40, db_collation="C")
    subject = models.CharField(max_length=43, db_collation="C")
    stage = models.CharField(max_length=12)
    terms = models.TextField()
    revision = models.IntegerField()
    digest = models.CharField(max_length=64, db_collation="C")
    own_signature = models.JSONField(null=True)
    peer_signature = models.JSONField(null=True)
    drafted_by = models.BigIntegerField(null=True)
    ends_on = models.DateField()
    end_reason = models.CharField(max_length=500, blank=True, default="")
    agreement = models.OneToOneField(
        Agreement, null=True, on_delete=models.PROTECT, related_name="cooperation"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        db_table = "exchange_cooperation"
        constraints = (
            models.UniqueConstraint(fields=["peer", "number"], name="exchange_cooperation_once"),
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]), name="exchange_cooperation_stage"
            ),
            models.CheckConstraint(
                condition=~Q(stage="in_force")
                | Q(
                    agreement__isnull=False,
                    own_signature__isnull=False,
                    peer_signature__isnull=False,
                ),
                name="exchange_cooperation_signed_by_both",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.number} {self.stage}"


class CooperationStep(models.Model):
    """One step of an agreement; never changed. `terms`: the canonical text where it proposes."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="steps")
    direction = models.CharField(max_length=3)
    kind = models.CharField(max_length=20)
    revision = models.IntegerField()
    digest = models.CharField(max_length=64, db_collation="C")
    terms = models.TextField(blank=True, default="")
    label = models.CharField(max_length=100, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        """Named table."""

        db_table = "exchange_cooperation_step"

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.kind} {self.revision}"


class CooperationReport(models.Model):
    """What one of the two places reported of an agreement in force; the newest of a side about an agreed day counts.
    `content`: the canonical text of what was reported; `written_at`: when its place wrote it."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="reports")
    direction = models.CharField(max_length=3)
    about = models.CharField(max_length=12)
    day = models.DateField()
    content = models.TextField()
    label = models.CharField(max_length=100, blank=True, default="")
    written_at = models.DateTimeField()

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_cooperation_report"
        constraints = (
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out"], about__in=["service_day", "review"]),
                name="exchange_cooperation_report_about",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.about} {self.day}"
