"""Tables of service days and their steps."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.employers.filing.models import Employer
from anju.domains.employers.service_days.data import DayState, DayStep
from anju.domains.employers.sites.models import Site


class ServiceDay(models.Model):
    """An office comes to an employer, or to one of its sites, on a day. `region`: where that is."""

    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    region = models.CharField(max_length=15, db_collation="C")
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    services = ArrayField(models.CharField(max_length=20))
    place = models.CharField(max_length=100)
    seats = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=300, default="")
    state = models.CharField(max_length=10, db_collation="C")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "employers_service_day"
        constraints = [
            models.UniqueConstraint(
                name="employers_service_day_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="employers_service_day_state",
                condition=Q(state__in=[s.value for s in DayState]),
            ),
            models.CheckConstraint(
                name="employers_service_day_hours", condition=Q(ends__gt=F("begins"))
            ),
        ]
        indexes = [
            models.Index(name="employers_service_day_region", fields=["region", "day"]),
            models.Index(name="employers_service_day_employer", fields=["employer", "day"]),
        ]


class ServiceDayEventRow(models.Model):
    """One step in the life of a service day. Append-only."""

    service_day = models.ForeignKey(
        ServiceDay, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    step = models.CharField(max_length=10, db_collation="C")
    from_state = models.CharField(max_length=10, default="", db_collation="C")
    to_state = models.CharField(max_length=10, db_collation="C")
    text = models.CharField(max_length=300, default="")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "employers_service_event"
        constraints = [
            models.UniqueConstraint(
                name="employers_service_event_key", fields=["service_day", "key"]
            ),
            models.CheckConstraint(
                name="employers_service_event_step",
                condition=Q(step__in=[s.value for s in DayStep]),
            ),
        ]
