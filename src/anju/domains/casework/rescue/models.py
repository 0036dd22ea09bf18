"""Tables of rescue: stations, beds, stays, their steps, things kept."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.casework.rescue.data import (
    HERE,
    MOST_AGE,
    Identity,
    Mark,
    StayState,
    Step,
    Ward,
    Way,
)

_HERE = [s.value for s in HERE]


class StationRow(models.Model):
    """A rescue station. One division has one at a time: who is there lies under this division's scope key."""

    name = models.CharField(max_length=60)
    region = models.CharField(max_length=15, db_collation="C")
    address = models.CharField(max_length=200, default="")
    phone = models.CharField(max_length=30, default="")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "casework_rescue_station"
        constraints = [
            models.UniqueConstraint(
                name="casework_rescue_station_once",
                fields=["region"],
                condition=Q(closed_on=None),
            ),
        ]


class BedRow(models.Model):
    """A bed in a room of a ward."""

    station = models.ForeignKey(StationRow, on_delete=models.PROTECT, related_name="beds")
    ward = models.CharField(max_length=6, db_collation="C")
    room = models.CharField(max_length=20)
    label = models.CharField(max_length=20)
    closed = models.BooleanField(default=False)

    class Meta:
        db_table = "casework_rescue_bed"
        constraints = [
            models.UniqueConstraint(
                name="casework_rescue_bed_once", fields=["station", "room", "label"]
            ),
            models.CheckConstraint(
                name="casework_rescue_bed_ward", condition=Q(ward__in=[w.value for w in Ward])
            ),
        ]


class StayRow(models.Model):
    """Somebody at a station, from coming to leaving. `region` is the station's. `facts` (ciphertext): who they are, as
    far as is known; `name_index`: of the name, for looking it up; `age`: as noted on coming. `person_id`: the record in
    the register, only where the person asked for it."""

    station = models.ForeignKey(StationRow, on_delete=models.PROTECT, related_name="stays")
    region = models.CharField(max_length=15, db_collation="C")
    number = models.CharField(max_length=24, unique=True, db_collation="C")
    code = models.CharField(max_length=10, db_collation="C")
    identity = models.CharField(max_length=8, db_collation="C")
    facts_cipher = models.BinaryField()
    name_index = models.BinaryField(max_length=32, null=True)
    sex = models.CharField(max_length=1, db_collation="C")
    age = models.SmallIntegerField(null=True)
    birth_date = models.DateField(null=True)
    marks = ArrayField(models.CharField(max_length=12, db_collation="C"), default=list)
    brought_by = models.CharField(max_length=100, default="")
    kin_wish = models.CharField(max_length=3, default="", db_collation="C")
    companion = models.ForeignKey("casework.StayRow", null=True, on_delete=models.PROTECT)
    person_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, db_collation="C")
    bed = models.ForeignKey(BedRow, null=True, on_delete=models.PROTECT, related_name="stays")
    arrived_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=8, default="", db_collation="C")
    version = models.IntegerField(default=1)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")

    class Meta:
        db_table = "casework_rescue_stay"
        constraints = [
            models.UniqueConstraint(
                name="casework_rescue_stay_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="casework_rescue_stay_bed",
                fields=["bed"],
                condition=Q(bed__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_rescue_stay_words",
                condition=Q(state__in=[s.value for s in StayState])
                & Q(identity__in=[i.value for i in Identity])
                & Q(way__in=["", *(w.value for w in Way)])
                & Q(kin_wish__in=["", "yes", "no"])
                & Q(sex__in=["1", "2"])
                & Q(marks__contained_by=[m.value for m in Mark]),
            ),
            models.CheckConstraint(
                name="casework_rescue_stay_age",
                condition=Q(birth_date__isnull=False) | Q(age__gte=0, age__lte=MOST_AGE),
            ),
            models.CheckConstraint(
                name="casework_rescue_stay_left",
                condition=Q(state__in=_HERE, left_at=None, way="")
                | (Q(state=StayState.LEFT.value, left_at__isnull=False, bed=None) & ~Q(way="")),
            ),
            models.CheckConstraint(
                name="casework_rescue_stay_bed_here",
                condition=Q(bed=None) | Q(state=StayState.PRESENT.value),
            ),
        ]
        indexes = [
            models.Index(
                name="casework_rescue_stay_here",
                fields=["station", "arrived_at"],
                condition=Q(left_at=None),
            ),
            models.Index(name="casework_rescue_stay_name", fields=["name_index"]),
            models.Index(name="casework_rescue_stay_of", fields=["station", "-id"]),
            models.Index(
                name="casework_rescue_stay_person",
                fields=["person_id"],
                condition=Q(person_id__isnull=False),
            ),
        ]


class StepRow(models.Model):
    """One step. Append-only; what was written is ciphertext."""

    stay = models.ForeignKey(
        StayRow, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    step = models.CharField(max_length=12, db_collation="C")
    text_cipher = models.BinaryField(null=True)
    detail = models.JSONField(default=dict)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_rescue_step"
        constraints = [
            models.UniqueConstraint(name="casework_rescue_step_key", fields=["stay", "key"]),
            models.CheckConstraint(
                name="casework_rescue_step_words", condition=Q(step__in=[s.value for s in Step])
            ),
        ]


class PropertyRow(models.Model):
    """Something kept for somebody, until it is given back against a signature."""

    stay = models.ForeignKey(StayRow, on_delete=models.PROTECT, related_name="property")
    what_cipher = models.BinaryField()
    place = models.CharField(max_length=40, default="")
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=100, default="")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.CharField(max_length=100, default="")
    returned_to_cipher = models.BinaryField(null=True)

    class Meta:
        db_table = "casework_rescue_property"
        constraints = [
            models.CheckConstraint(
                name="casework_rescue_property_returned",
                condition=Q(returned_at=None, returned_to_cipher=None)
                | Q(returned_at__isnull=False, returned_to_cipher__isnull=False),
            ),
        ]
