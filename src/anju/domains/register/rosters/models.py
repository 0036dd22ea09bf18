"""Tables of weekly rosters: weeks said to be unchanged, and reminders."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.register.rosters.data import REMINDERS


class UnchangedWeek(models.Model):
    """An employer said that nothing changed in a week (`week`: its Monday), instead of sending its list again."""

    employer_id = models.BigIntegerField()
    week = models.DateField()
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "register_unchanged_week"
        constraints = [
            models.UniqueConstraint(
                name="register_unchanged_week_once", fields=["employer_id", "week"]
            ),
        ]


class EmployerReminder(models.Model):
    """An employer was reminded on a day, at most once of each matter. `reached`: to how many phones; `covers`: of
    contracts, the last day up to which they were counted."""

    employer_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, db_collation="C")
    day = models.DateField()
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, db_collation="C")
    reached = models.PositiveSmallIntegerField(default=0)
    covers = models.DateField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "register_employer_reminder"
        constraints = [
            models.UniqueConstraint(
                name="register_employer_reminder_once", fields=["employer_id", "kind", "day"]
            ),
            models.CheckConstraint(
                name="register_employer_reminder_kind", condition=Q(kind__in=REMINDERS)
            ),
        ]
