"""The ledger: stays and jobs, with effective and recorded time.

A row is one *version* of one line of somebody's life. `period` is when it was so; `recorded_at` … `superseded_at` is
when we held it for true. A change never overwrites: it supersedes the row and adds the next version.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Stay(models.Model):
    """A person lives in a home for a period. Exactly one habitual home at a time: the database forbids overlap."""

    line = models.BigIntegerField()
    person_id = models.BigIntegerField()
    home_id = models.BigIntegerField(null=True)
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, default="", db_collation="C")
    period = DateRangeField()
    habitual = models.BooleanField(default=True)
    reason = models.CharField(max_length=2, default="99")
    police_reason = models.CharField(max_length=10, default="")
    dwelling = models.CharField(max_length=2, default="02")
    leave_due = models.DateField(null=True)
    declaration_id = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="register_stay_one_habitual_home",
                expressions=[
                    ("person_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(habitual=True, superseded_at=None),
            ),
            models.CheckConstraint(
                name="register_stay_not_empty", condition=Q(period__isempty=False)
            ),
        ]
        indexes = [
            models.Index(
                name="register_stay_person", fields=["person_id"], condition=Q(superseded_at=None)
            ),
            models.Index(
                name="register_stay_home", fields=["home_id"], condition=Q(superseded_at=None)
            ),
            models.Index(
                name="register_stay_figures",
                fields=["region", "person_id"],
                condition=Q(superseded_at=None),
                include=["period", "reason", "habitual", "recorded_at", "home_id", "dwelling"],
            ),
            models.Index(
                name="register_stay_region_before",
                fields=["region"],
                condition=Q(superseded_at__isnull=False),
            ),
            models.Index(name="register_stay_declaration", fields=["declaration_id"]),
            models.Index(
                name="register_stay_superseded_by",
                fields=["superseded_by"],
                condition=Q(superseded_by__isnull=False),
            ),
        ]


class Job(models.Model):
    """A person works for an employer for a period. Several jobs at once are lawful; one line per employer.
    `contract_end`: the last day of the contract as the employer declared it; the job goes on until it is ended."""

    line = models.BigIntegerField()
    person_id = models.BigIntegerField()
    employer_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, db_collation="C")
    period = DateRangeField()
    position = models.CharField(max_length=60, default="")
    contract_end = models.DateField(null=True)
    declaration_id = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="register_job_once_an_employer",
                expressions=[
                    ("person_id", RangeOperators.EQUAL),
                    ("employer_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at=None),
            ),
        ]
        indexes = [
            models.Index(
                name="register_job_person", fields=["person_id"], condition=Q(superseded_at=None)
            ),
            models.Index(
                "employer_id",
                Func("period", function="lower").desc(),
                F("person_id").desc(),
                name="register_job_newest",
                condition=Q(superseded_at=None),
            ),
            models.Index(
                name="register_job_region", fields=["region"], condition=Q(superseded_at=None)
            ),
            models.Index(
                name="register_job_contract_end",
                fields=["contract_end"],
                condition=Q(superseded_at=None, contract_end__isnull=False),
            ),
            models.Index(name="register_job_declaration", fields=["declaration_id"]),
            models.Index(
                name="register_job_superseded_by",
                fields=["superseded_by"],
                condition=Q(superseded_by__isnull=False),
            ),
        ]


class Absence(models.Model):
    """A person of this place lives and works elsewhere (流出): where to, and who stayed behind."""

    line = models.BigIntegerField()
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    period = DateRangeField()
    destination = models.CharField(max_length=6, default="", db_collation="C")
    destination_text = models.CharField(max_length=100, default="")
    position = models.CharField(max_length=60, default="")
    left_children = models.BooleanField(null=True)
    left_elderly = models.BooleanField(null=True)
    declaration_id = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="register_absence_one_at_a_time",
                expressions=[
                    ("person_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at=None),
            ),
        ]
        indexes = [
            models.Index(
                name="register_absence_person",
                fields=["person_id"],
                condition=Q(superseded_at=None),
            ),
            models.Index(
                name="register_absence_region", fields=["region"], condition=Q(superseded_at=None)
            ),
            models.Index(name="register_absence_declaration", fields=["declaration_id"]),
        ]
