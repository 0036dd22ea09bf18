"""Tables of stations, of who works there, of shifts and absences. They name accounts of staff and no resident."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import Q

from anju.domains.fieldwork.staffing.data.values import AbsenceReason, Duty, PostKind


class Station(models.Model):
    """A service station. `region`: the division it belongs to (prefix), `serves`: the communities or grids it serves;
    `hours`: of the seven days from Monday on, each null or [from, to]."""

    name = models.CharField(max_length=60)
    region = models.CharField(max_length=15, db_collation="C")
    serves = ArrayField(models.CharField(max_length=15, db_collation="C"))
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=30, blank=True, default="")
    hours = models.JSONField()
    closed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(
                fields=["region", "name"],
                condition=Q(closed_on=None),
                name="fieldwork_station_once",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.name


class Posting(models.Model):
    """Somebody works at a station, in some of its grids, for a period. One at a time: the database forbids overlap.
    `region` is the station's."""

    user_id = models.BigIntegerField()
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="postings")
    region = models.CharField(max_length=15, db_collation="C")
    kind = models.CharField(max_length=4)
    grids = ArrayField(models.CharField(max_length=15, db_collation="C"), default=list)
    period = DateRangeField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            ExclusionConstraint(
                name="fieldwork_posting_one_at_a_time",
                expressions=[
                    ("user_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in PostKind]), name="fieldwork_posting_kind"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="fieldwork_posting_not_empty"
            ),
        )
        indexes = (models.Index(fields=["region"], name="fieldwork_posting_region"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.user_id} {self.region}"


class Absence(models.Model):
    """Somebody is away; `substitute` does the work meanwhile. `grants`: rights that were given to the substitute for
    this time."""

    user_id = models.BigIntegerField()
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="absences")
    region = models.CharField(max_length=15, db_collation="C")
    period = DateRangeField()
    reason = models.CharField(max_length=8)
    substitute = models.ForeignKey(
        Posting, on_delete=models.PROTECT, null=True, related_name="substitutions"
    )
    substitute_user = models.BigIntegerField(null=True)
    grants = ArrayField(models.BigIntegerField(), default=list)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        constraints = (
            ExclusionConstraint(
                name="fieldwork_absence_one_at_a_time",
                expressions=[
                    ("user_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[r.value for r in AbsenceReason]),
                name="fieldwork_absence_reason",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="fieldwork_absence_not_empty"
            ),
        )
        indexes = (models.Index(fields=["region"], name="fieldwork_absence_region"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.user_id} {self.reason}"


class Shift(models.Model):
    """Somebody is on duty. A shift is never changed: it is cancelled, and another takes its place. `absence`: what
    cancelled it, or for what it stands in."""

    user_id = models.BigIntegerField()
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="shifts")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="shifts")
    region = models.CharField(max_length=15, db_collation="C")
    period = DateTimeRangeField()
    duty = models.CharField(max_length=8)
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, null=True, related_name="shifts")
    stands_in = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            ExclusionConstraint(
                name="fieldwork_shift_one_at_a_time",
                expressions=[
                    ("user_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                condition=Q(duty__in=[d.value for d in Duty]), name="fieldwork_shift_duty"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="fieldwork_shift_not_empty"
            ),
        )
        indexes = (models.Index(fields=["region"], name="fieldwork_shift_region"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.user_id} {self.period}"
