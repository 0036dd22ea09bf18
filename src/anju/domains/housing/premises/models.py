"""Tables of inspections: forms as they were asked, what was found, hazards with their life, photographs, duties."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.housing.premises.data import HazardState, HazardStep


class FormVersion(models.Model):
    """A form as it was asked, kept once a content (`digest`): a file of law may change, what was asked does not."""

    digest = models.CharField(max_length=64, unique=True, db_collation="C")
    content = models.JSONField()

    class Meta:
        db_table = "housing_form"


class Inspection(models.Model):
    """One inspection of a building, or of one home of it. Who may see the place may see it (the policy asks the home or
    the building, which may pass to another landlord). `answers`: key of the question → answer."""

    building_id = models.BigIntegerField()
    home_id = models.BigIntegerField(null=True)
    region = models.CharField(max_length=15, db_collation="C")
    number = models.CharField(max_length=24, unique=True, db_collation="C")
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, db_index=False)
    form_key = models.CharField(max_length=40, db_collation="C")
    day = models.DateField()
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=500, default="")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "housing_inspection"
        constraints = [
            models.UniqueConstraint(
                name="housing_inspection_key", fields=["by_user", "key"], nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(name="housing_inspection_region", fields=["region", "-day", "-id"]),
            models.Index(name="housing_inspection_building", fields=["building_id", "-day"]),
            models.Index(
                name="housing_inspection_home",
                fields=["home_id"],
                condition=Q(home_id__isnull=False),
            ),
        ]


class HazardRow(models.Model):
    """One hazard of an inspection. `item`: key of the question; `kind`: type of the hazard; `due`: last day of its
    term; `closed_at`: since when nothing waits."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="hazards", db_index=False
    )
    building_id = models.BigIntegerField()
    item = models.CharField(max_length=40, db_collation="C")
    kind = models.CharField(max_length=40, db_collation="C")
    serious = models.BooleanField()
    state = models.CharField(max_length=10, db_collation="C")
    note = models.CharField(max_length=500, default="")
    due = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    state_since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "housing_hazard"
        constraints = [
            models.UniqueConstraint(name="housing_hazard_once", fields=["inspection", "item"]),
            models.CheckConstraint(
                name="housing_hazard_state",
                condition=Q(state__in=[s.value for s in HazardState])
                & (
                    Q(state__in=["closed", "withdrawn"], closed_at__isnull=False)
                    | Q(state__in=["open", "answered"], closed_at=None)
                ),
            ),
        ]
        indexes = [
            models.Index(
                name="housing_hazard_waiting",
                fields=["building_id", "due"],
                condition=Q(closed_at=None),
            ),
            models.Index(name="housing_hazard_life", fields=["building_id", "recorded_at"]),
        ]


class HazardEventRow(models.Model):
    """One step in the life of a hazard. Append-only."""

    hazard = models.ForeignKey(
        HazardRow, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    step = models.CharField(max_length=10, db_collation="C")
    from_state = models.CharField(max_length=10, default="", db_collation="C")
    to_state = models.CharField(max_length=10, db_collation="C")
    office = models.BooleanField()
    text = models.CharField(max_length=500, default="")
    due = models.DateField(null=True)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "housing_hazard_event"
        constraints = [
            models.UniqueConstraint(name="housing_hazard_event_key", fields=["hazard", "key"]),
            models.CheckConstraint(
                name="housing_hazard_event_step",
                condition=Q(step__in=[s.value for s in HazardStep]),
            ),
        ]


class InspectionPhoto(models.Model):
    """A photograph of a hazard, taken with one of its steps; written anew on arrival, kept encrypted. None of the
    picture is left (`cipher` None) once its time is over."""

    event = models.ForeignKey(
        HazardEventRow, on_delete=models.PROTECT, related_name="photos", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    cipher = models.BinaryField(null=True)
    content_type = models.CharField(max_length=20, db_collation="C")
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "housing_photo"
        constraints = [
            models.UniqueConstraint(name="housing_photo_once", fields=["event", "number"]),
        ]
        indexes = [
            models.Index(
                name="housing_photo_kept", fields=["stored_at"], condition=Q(cipher__isnull=False)
            )
        ]


class Duty(models.Model):
    """A visit that is due: one a rule, place and period (`period` is its first day). It stays to be done after `due`;
    an inspection by the form of the rule does it, whatever its day. `condition`: of the building when the period
    began, for which the interval was `months`."""

    rule = models.CharField(max_length=40, db_collation="C")
    form = models.CharField(max_length=40, db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    building_id = models.BigIntegerField()
    home_id = models.BigIntegerField(null=True)
    period = models.DateField()
    months = models.PositiveSmallIntegerField()
    condition = models.CharField(max_length=10, db_collation="C")
    due = models.DateField()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    inspection = models.ForeignKey(
        Inspection, null=True, on_delete=models.PROTECT, related_name="duties", db_index=False
    )

    class Meta:
        db_table = "housing_duty"
        constraints = [
            models.UniqueConstraint(
                name="housing_duty_once",
                fields=["building_id", "home_id", "rule", "period"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="housing_duty_done",
                condition=Q(done_at=None, inspection=None)
                | Q(done_at__isnull=False, inspection__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="housing_duty_waiting", fields=["region", "due"], condition=Q(done_at=None)
            ),
        ]


class DutyRound(models.Model):
    """A month for which all duties of a rule of a region are made."""

    rule = models.CharField(max_length=40, db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    month = models.IntegerField()
    done_at = models.DateTimeField()

    class Meta:
        db_table = "housing_duty_round"
        constraints = [
            models.UniqueConstraint(
                name="housing_duty_round_once", fields=["rule", "region", "month"]
            )
        ]
