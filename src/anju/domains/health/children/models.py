"""Tables of children's records. Names, numbers, phones and health are ciphertext; hashes find them again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.health.children.data import RELATIONS, CareKind, ChildState
from anju.domains.health.clinics.models import ClinicRow


class Child(models.Model):
    """A child's record. `clinic`: the one that cares for it; `person_id`: the register's record, where the guardian or
    the desk linked it; `joined_to`: the record that stands for both when two were of one child. `next_from` and
    `late_from` follow each dose."""

    booklet_cipher = models.BinaryField()
    booklet_index = models.BinaryField(unique=True)
    facts_cipher = models.BinaryField()
    born = models.DateField()
    sex = models.CharField(max_length=1, default="0", db_collation="C")
    birth_order = models.PositiveSmallIntegerField(default=0)
    number_index = models.BinaryField(null=True)
    sounds_index = models.BinaryField(null=True)
    region = models.CharField(max_length=15, db_collation="C")
    person_id = models.BigIntegerField(null=True)
    clinic = models.ForeignKey(ClinicRow, null=True, on_delete=models.PROTECT, db_index=False)
    state = models.CharField(max_length=6, db_collation="C")
    joined_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="joined"
    )
    next_from = models.DateField(null=True)
    late_from = models.DateField(null=True)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "health_child"
        constraints = [
            models.UniqueConstraint(
                name="health_child_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="health_child_number",
                fields=["number_index"],
                condition=Q(joined_to=None),
            ),
            models.UniqueConstraint(
                name="health_child_person", fields=["person_id"], condition=Q(joined_to=None)
            ),
            models.CheckConstraint(
                name="health_child_words",
                condition=Q(state__in=[s.value for s in ChildState])
                & Q(sex__in=["0", "1", "2", "9"])
                & Q(birth_order__lte=9),
            ),
        ]
        indexes = [
            models.Index(name="health_child_born", fields=["born"]),
            models.Index(name="health_child_sounds", fields=["sounds_index"]),
            models.Index(name="health_child_of_clinic", fields=["clinic", "next_from"]),
        ]


class GuardianRow(models.Model):
    """Who guards a child: given at the desk, or an account or a record of the register."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="guardians")
    relation = models.CharField(max_length=6, db_collation="C")
    facts_cipher = models.BinaryField()
    number_index = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    sounds_index = models.BinaryField(null=True)
    person_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "health_guardian"
        constraints = [
            models.CheckConstraint(
                name="health_guardian_words", condition=Q(relation__in=list(RELATIONS))
            ),
        ]
        indexes = [
            models.Index(name="health_guardian_phone", fields=["phone_index"]),
            models.Index(name="health_guardian_number", fields=["number_index"]),
            models.Index(name="health_guardian_person", fields=["person_id"]),
            models.Index(name="health_guardian_user", fields=["user_id"]),
        ]


class Care(models.Model):
    """A clinic sees a child's record: its own, or one at which the booklet was shown, up to `until` (included)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="care")
    clinic = models.ForeignKey(ClinicRow, on_delete=models.PROTECT)
    region = models.CharField(max_length=15, db_collation="C")
    kind = models.CharField(max_length=6, db_collation="C")
    since = models.DateField()
    until = models.DateField(null=True)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "health_care"
        constraints = [
            models.UniqueConstraint(
                name="health_care_one_own", fields=["child"], condition=Q(kind="own", until=None)
            ),
            models.CheckConstraint(
                name="health_care_words", condition=Q(kind__in=[k.value for k in CareKind])
            ),
        ]


class ObservationRow(models.Model):
    """Something known about a child's health, as ciphertext; ended where it no longer holds."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="observations")
    facts_cipher = models.BinaryField()
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "health_observation"


class DeclinedOffer(models.Model):
    """A guardian does not want to be asked again whether a clinic may open a record."""

    person_id = models.BigIntegerField()
    guardian_person_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "health_declined_offer"
        constraints = [
            models.UniqueConstraint(
                name="health_declined_offer_once", fields=["person_id", "guardian_person_id"]
            ),
        ]
