"""Tables of tasks at homes and of the visits that settle them. None of them names a person."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.fieldwork.tasks.data.tasks import TaskState


class Visit(models.Model):
    """Somebody stood at a home. `key` is the sender's own, so that the same visit is entered once. `note`: free words,
    encrypted. `rest_until`: the home is left in peace before that day. `withdrawn_at`: entered by mistake."""

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=40, db_collation="C")
    home_id = models.BigIntegerField()
    building_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    outcome = models.CharField(max_length=10)
    note_cipher = models.BinaryField(null=True)
    channel = models.CharField(max_length=20)
    visited_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    rest_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["user_id", "key"], name="fieldwork_visit_once"),
        )
        indexes = (
            models.Index(
                fields=["home_id", "-visited_at"],
                condition=Q(withdrawn_at=None),
                name="fieldwork_visit_home",
            ),
            models.Index(
                fields=["building_id", "-visited_at"],
                condition=Q(withdrawn_at=None),
                name="fieldwork_visit_building",
            ),
            models.Index(
                fields=["region", "-visited_at"],
                condition=Q(withdrawn_at=None),
                name="fieldwork_visit_region",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.home_id} {self.outcome}"


class Task(models.Model):
    """Something to do at a home. `cause` and `key` say why: there is one task a home, cause and key for ever, so that
    nothing is asked twice. An overdue task stays open."""

    home_id = models.BigIntegerField()
    building_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    cause = models.CharField(max_length=20, db_collation="C")
    key = models.CharField(max_length=60, db_collation="C")
    due = models.DateField()
    state = models.CharField(max_length=6, default="open")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="settled")

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["home_id", "cause", "key"], name="fieldwork_task_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in TaskState]), name="fieldwork_task_state"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, visit=None)
                | Q(state="done", closed_at__isnull=False, visit__isnull=False)
                | Q(state="ended", closed_at__isnull=False, visit=None),
                name="fieldwork_task_closed",
            ),
        )
        indexes = (
            models.Index(
                fields=["region", "due"], condition=Q(state="open"), name="fieldwork_task_open"
            ),
            models.Index(
                fields=["cause", "home_id"], condition=Q(state="open"), name="fieldwork_task_cause"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.home_id} {self.cause} {self.key} {self.state}"


class Campaign(models.Model):
    """A registration of every home of some regions. `phases`: name, last day, target in per cent; `items`: what is
    looked at at each door. `made_key`: the sender's own, so that it is made once."""

    name = models.CharField(max_length=60)
    regions = ArrayField(models.CharField(max_length=15, db_collation="C"))
    scope = models.CharField(max_length=4)
    reference = models.DateField()
    first = models.DateField()
    phases = models.JSONField()
    items = models.JSONField(default=list)
    made_by = models.BigIntegerField()
    made_key = models.CharField(max_length=40, db_collation="C")
    made_label = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(fields=["made_by", "made_key"], name="fieldwork_campaign_once"),
            models.CheckConstraint(
                condition=Q(scope__in=["let", "all"]), name="fieldwork_campaign_scope"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.name
