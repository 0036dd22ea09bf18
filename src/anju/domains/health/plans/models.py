"""Tables of plans. Names, dates, what was measured and found are ciphertext; hashes find a woman's plan again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.health.children.models import Child
from anju.domains.health.clinics.models import ClinicRow
from anju.domains.health.plans.data import Kind, State


class PlanRow(models.Model):
    """A plan. A woman's has a clinic (`region`: where that stands), a code on her booklet, her record or account; a
    child's hangs on the child's record and is kept by the clinics that care for the child. `next_from` and
    `next_until` follow each contact."""

    kind = models.CharField(max_length=6, db_collation="C")
    child = models.ForeignKey(Child, null=True, on_delete=models.PROTECT, related_name="plans")
    person_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    clinic = models.ForeignKey(ClinicRow, null=True, on_delete=models.PROTECT, db_index=False)
    region = models.CharField(max_length=15, default="", db_collation="C")
    state = models.CharField(max_length=4, db_collation="C")
    facts_cipher = models.BinaryField()
    code_cipher = models.BinaryField(null=True)
    code_index = models.BinaryField(null=True, unique=True)
    number_index = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    sounds_index = models.BinaryField(null=True)
    next_from = models.DateField(null=True)
    next_until = models.DateField(null=True)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "health_plan"
        constraints = [
            models.UniqueConstraint(
                name="health_plan_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="health_plan_child", fields=["child"], condition=Q(kind="child")
            ),
            models.UniqueConstraint(
                name="health_plan_number", fields=["number_index"], condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="health_plan_words",
                condition=Q(kind__in=[k.value for k in Kind])
                & Q(state__in=[s.value for s in State]),
            ),
            models.CheckConstraint(
                name="health_plan_whose",
                condition=Q(kind="child", child__isnull=False, clinic=None)
                | Q(kind="mother", child=None, clinic__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="health_plan_of_clinic", fields=["clinic", "next_from"]),
            models.Index(name="health_plan_person", fields=["person_id"]),
            models.Index(name="health_plan_user", fields=["user_id"]),
            models.Index(name="health_plan_phone", fields=["phone_index"]),
            models.Index(name="health_plan_sounds", fields=["sounds_index"]),
        ]


class VisitRow(models.Model):
    """A contact as it was recorded, or (with `withdraws`) that one no longer counts, and why. Append-only."""

    plan = models.ForeignKey(
        PlanRow, on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    clinic = models.ForeignKey(ClinicRow, on_delete=models.PROTECT)
    withdraws = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    facts_cipher = models.BinaryField()
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "health_visit"
        constraints = [
            models.UniqueConstraint(name="health_visit_key", fields=["plan", "key"]),
        ]


class ReferralRow(models.Model):
    """Sent to a hospital after a contact; open until somebody has asked what came of it."""

    plan = models.ForeignKey(PlanRow, on_delete=models.PROTECT, related_name="referrals")
    visit = models.OneToOneField(VisitRow, on_delete=models.PROTECT, related_name="referral")
    facts_cipher = models.BinaryField()
    answer_cipher = models.BinaryField(null=True)
    follow_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "health_referral"


class BookingRow(models.Model):
    """Somebody is expected on a day; ended when they came, or it was called off."""

    plan = models.ForeignKey(PlanRow, on_delete=models.PROTECT, related_name="bookings")
    clinic = models.ForeignKey(ClinicRow, on_delete=models.PROTECT, db_index=False)
    day = models.DateField()
    by_family = models.BooleanField(default=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kept = models.BooleanField(default=False)

    class Meta:
        db_table = "health_booking"
        constraints = [
            models.UniqueConstraint(
                name="health_booking_one", fields=["plan"], condition=Q(ended_at=None)
            ),
        ]
        indexes = [models.Index(name="health_booking_day", fields=["clinic", "day"])]


class PlanReminderRow(models.Model):
    """Somebody was reminded of a contact: once when its days begin, once before they end. Append-only."""

    plan = models.ForeignKey(
        PlanRow, on_delete=models.PROTECT, related_name="reminders", db_index=False
    )
    due = models.DateField()
    ending = models.BooleanField(default=False)
    notified = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "health_plan_reminder"
        constraints = [
            models.UniqueConstraint(
                name="health_plan_reminder_once", fields=["plan", "due", "ending"]
            ),
        ]


class TallyRow(models.Model):
    """Something that is counted in a district, of somebody who cannot be found by it (`who` is a keyed hash). It is
    for rates alone."""

    code = models.CharField(max_length=12, db_collation="C")
    region = models.CharField(max_length=6, db_collation="C")
    day = models.DateField()
    who = models.BinaryField()

    class Meta:
        db_table = "health_tally"
        constraints = [
            models.UniqueConstraint(name="health_tally_once", fields=["who", "code", "day"]),
        ]
        indexes = [models.Index(name="health_tally_day", fields=["code", "day"])]
