"""Tables of doses: what was given, what was decided about it, appointments, reminders, contacts of a survey."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.health.children.models import Child
from anju.domains.health.clinics.models import ClinicRow, LotRow
from anju.domains.health.doses.data import OUTCOMES, Decision, Source


class DoseRow(models.Model):
    """A dose as it was recorded; vaccine, day and what else is known are ciphertext. Append-only."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="doses", db_index=False)
    clinic = models.ForeignKey(ClinicRow, null=True, on_delete=models.PROTECT)
    source = models.CharField(max_length=8, db_collation="C")
    facts_cipher = models.BinaryField()
    lot = models.ForeignKey(LotRow, null=True, on_delete=models.PROTECT)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "health_dose"
        constraints = [
            models.UniqueConstraint(name="health_dose_key", fields=["child", "key"]),
            models.CheckConstraint(
                name="health_dose_words", condition=Q(source__in=[s.value for s in Source])
            ),
        ]


class DoseDecisionRow(models.Model):
    """What was decided about a dose, with the reason as ciphertext. Append-only."""

    dose = models.ForeignKey(
        DoseRow, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    decision = models.CharField(max_length=10, db_collation="C")
    other = models.ForeignKey(DoseRow, null=True, on_delete=models.PROTECT, related_name="+")
    reason_cipher = models.BinaryField(null=True)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "health_dose_decision"
        constraints = [
            models.UniqueConstraint(name="health_dose_decision_key", fields=["dose", "key"]),
            models.CheckConstraint(
                name="health_dose_decision_words",
                condition=Q(decision__in=[d.value for d in Decision]),
            ),
        ]


class AppointmentRow(models.Model):
    """A child is expected at a clinic on a day; ended when it came, or was called off."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="appointments")
    clinic = models.ForeignKey(ClinicRow, on_delete=models.PROTECT, db_index=False)
    region = models.CharField(max_length=15, db_collation="C")
    day = models.DateField()
    by_family = models.BooleanField(default=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kept = models.BooleanField(default=False)

    class Meta:
        db_table = "health_appointment"
        constraints = [
            models.UniqueConstraint(
                name="health_appointment_one", fields=["child"], condition=Q(ended_at=None)
            ),
        ]
        indexes = [models.Index(name="health_appointment_day", fields=["clinic", "day"])]


class ReminderRow(models.Model):
    """The family was reminded of what is due from a day on: once before, once when it is late. Append-only."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="reminders", db_index=False
    )
    due = models.DateField()
    late = models.BooleanField(default=False)
    notified = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "health_reminder"
        constraints = [
            models.UniqueConstraint(name="health_reminder_once", fields=["child", "due", "late"]),
        ]


class ContactRow(models.Model):
    """What came of a clinic's contact with a family in a quarter. Append-only; nothing follows from it."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    quarter = models.CharField(max_length=6, db_collation="C")
    outcome = models.CharField(max_length=12, db_collation="C")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "health_contact"
        constraints = [
            models.UniqueConstraint(name="health_contact_key", fields=["child", "key"]),
            models.CheckConstraint(
                name="health_contact_words", condition=Q(outcome__in=list(OUTCOMES))
            ),
        ]
