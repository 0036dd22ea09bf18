"""Tables of enrolment: rounds, their schools, applications of children with their steps and files."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.casework.enrolment.data import (
    LIVE,
    EnrolmentState,
    EnrolmentStep,
    RoundKind,
    RoundState,
)

_LIVE = [s.value for s in LIVE]


class EnrolmentRound(models.Model):
    """A round of a place, published to everybody. `seed_source`: how the seed of the draw comes about; `seed`: once it
    was drawn, it stays. `cutoffs`: points and draw of the last child placed, by school and grade. `refused`: lines of
    the list of schools that were left out; `digest`: of that list."""

    region = models.CharField(max_length=15, db_collation="C")
    kind = models.CharField(max_length=10, db_collation="C")
    year = models.PositiveSmallIntegerField()
    grades = ArrayField(models.PositiveSmallIntegerField())
    title = models.CharField(max_length=80)
    apply_from = models.DateField()
    apply_to = models.DateField()
    results_on = models.DateField()
    reply_by = models.DateField()
    term_begins = models.DateField()
    seed_source = models.CharField(max_length=300)
    seed = models.CharField(max_length=80, default="", db_collation="C")
    state = models.CharField(max_length=10, db_collation="C")
    admission = models.CharField(max_length=40, db_collation="C")
    cutoffs = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    digest = models.CharField(max_length=64, default="", db_collation="C")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casework_enrolment_round"
        constraints = [
            models.UniqueConstraint(
                name="casework_round_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="casework_round_words",
                condition=Q(kind__in=[k.value for k in RoundKind])
                & Q(state__in=[s.value for s in RoundState]),
            ),
            models.CheckConstraint(
                name="casework_round_days",
                condition=Q(apply_to__gte=models.F("apply_from"))
                & Q(results_on__gt=models.F("apply_to"))
                & Q(reply_by__gte=models.F("results_on")),
            ),
            models.CheckConstraint(
                name="casework_round_drawn", condition=Q(state="open") | ~Q(seed="")
            ),
        ]
        indexes = [models.Index(name="casework_round_region", fields=["region", "-apply_from"])]


class SchoolRow(models.Model):
    """A school of a round and its places in one grade."""

    round = models.ForeignKey(
        EnrolmentRound, on_delete=models.PROTECT, related_name="schools", db_index=False
    )
    code = models.CharField(max_length=20, db_collation="C")
    grade = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=15, db_collation="C")
    address = models.CharField(max_length=120, default="")
    places = models.PositiveIntegerField()
    areas = ArrayField(models.CharField(max_length=15, db_collation="C"), default=list)

    class Meta:
        db_table = "casework_enrolment_school"
        constraints = [
            models.UniqueConstraint(name="casework_school_once", fields=["round", "code", "grade"]),
        ]


class EnrolmentRow(models.Model):
    """A child's application. `family`: number of the application that siblings share; `region`: where the child lives;
    `office`: region of the round; `school_region`: where the school lies whose place it holds, once that is published.
    `facts_cipher`: name, birth date, guardian, home and what was proved, as it stood at filing or review."""

    number = models.CharField(max_length=30, unique=True, db_collation="C")
    family = models.CharField(max_length=24, db_collation="C")
    round = models.ForeignKey(
        EnrolmentRound, on_delete=models.PROTECT, related_name="enrolments", db_index=False
    )
    child_id = models.BigIntegerField(db_column="child_person_id")
    guardian_id = models.BigIntegerField(db_column="guardian_person_id")
    region = models.CharField(max_length=15, db_collation="C")
    office = models.CharField(max_length=15, db_collation="C")
    grade = models.PositiveSmallIntegerField()
    choices = ArrayField(models.CharField(max_length=20, db_collation="C"), default=list)
    same_school = models.BooleanField(default=True)
    arrange = models.BooleanField(default=True)
    state = models.CharField(max_length=12, db_collation="C")
    route = models.CharField(max_length=20, default="", db_collation="C")
    points = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    draw = models.CharField(max_length=16, default="", db_collation="C")
    school = models.CharField(max_length=20, default="", db_collation="C")
    school_region = models.CharField(max_length=15, default="", db_collation="C")
    choice = models.PositiveSmallIntegerField(default=0)
    passed = models.JSONField(default=list)
    split = models.BooleanField(default=False)
    vaccination = models.CharField(max_length=8, default="", db_collation="C")
    vaccination_on = models.DateField(null=True)
    facts_cipher = models.BinaryField()
    channel = models.CharField(max_length=20, default="")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    filed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casework_enrolment"
        constraints = [
            models.UniqueConstraint(
                name="casework_enrolment_once",
                fields=["round", "child_id"],
                condition=Q(state__in=_LIVE),
            ),
            models.UniqueConstraint(
                name="casework_enrolment_key",
                fields=["by_user", "key", "child_id"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="casework_enrolment_words",
                condition=Q(state__in=[s.value for s in EnrolmentState])
                & Q(vaccination__in=["", "complete", "catch_up"]),
            ),
            models.CheckConstraint(
                name="casework_enrolment_place",
                condition=~Q(state__in=["placed", "accepted"]) | ~Q(school=""),
            ),
        ]
        indexes = [
            models.Index(name="casework_enrolment_of_round", fields=["round", "state", "id"]),
            models.Index(name="casework_enrolment_child", fields=["child_id", "-id"]),
            models.Index(name="casework_enrolment_guardian", fields=["guardian_id", "-id"]),
            models.Index(name="casework_enrolment_family", fields=["family"]),
        ]


class EnrolmentEventRow(models.Model):
    """One step in the life of an application. Append-only; what was written is ciphertext."""

    enrolment = models.ForeignKey(
        EnrolmentRow, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    step = models.CharField(max_length=12, db_collation="C")
    text_cipher = models.BinaryField(null=True)
    detail = models.JSONField(default=dict)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_enrolment_event"
        constraints = [
            models.UniqueConstraint(
                name="casework_enrolment_event_key", fields=["enrolment", "key"]
            ),
            models.CheckConstraint(
                name="casework_enrolment_event_words",
                condition=Q(step__in=[s.value for s in EnrolmentStep]),
            ),
        ]


class EnrolmentDocumentRow(models.Model):
    """A file that proves a fact, encrypted, without anything but what can be seen. Append-only."""

    enrolment = models.ForeignKey(
        EnrolmentRow, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    fact = models.CharField(max_length=20, db_collation="C")
    name_cipher = models.BinaryField()
    cipher = models.BinaryField()
    content_type = models.CharField(max_length=40, db_collation="C")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_enrolment_document"
        constraints = [
            models.UniqueConstraint(
                name="casework_enrolment_document_once", fields=["enrolment", "sha256"]
            ),
        ]
