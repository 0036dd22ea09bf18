"""Tables of mediation: one dispute with its agreement, and its steps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.groups.mediation.data import MediationSide, MediationState, MediationStep
from anju.domains.groups.membership.models import GroupRow


class MediationRow(models.Model):
    """A dispute between two accounts. Names, subject and agreement are ciphertext. `digest`: of the code by which the
    other side consents; `signed`: the sides that signed the agreement as it stands."""

    group = models.ForeignKey(
        GroupRow, on_delete=models.PROTECT, related_name="mediations", db_index=False
    )
    state = models.CharField(max_length=10, db_collation="C")
    applicant_user = models.BigIntegerField()
    other_user = models.BigIntegerField(null=True)
    mediator_user = models.BigIntegerField(null=True)
    mediator_name = models.CharField(max_length=30, default="")
    subject_cipher = models.BinaryField()
    applicant_cipher = models.BinaryField()
    other_cipher = models.BinaryField()
    agreement_cipher = models.BinaryField(null=True)
    signed = models.JSONField(default=list)
    digest = models.BinaryField(max_length=32)
    key = models.CharField(max_length=80, db_collation="C")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    confirm_until = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    applicant_case = models.BigIntegerField(null=True)
    other_case = models.BigIntegerField(null=True)

    class Meta:
        db_table = "groups_mediation"
        constraints = [
            models.UniqueConstraint(name="groups_mediation_key", fields=["applicant_user", "key"]),
            models.UniqueConstraint(name="groups_mediation_code", fields=["digest"]),
            models.CheckConstraint(
                name="groups_mediation_words",
                condition=Q(state__in=[s.value for s in MediationState]),
            ),
            models.CheckConstraint(
                name="groups_mediation_two",
                condition=Q(other_user=None) | ~Q(other_user=models.F("applicant_user")),
            ),
        ]
        indexes = [
            models.Index(name="groups_mediation_other", fields=["other_user"]),
            models.Index(name="groups_mediation_group", fields=["group", "state"]),
        ]


class MediationStepRow(models.Model):
    """One step of a mediation. Append-only; what was written is ciphertext."""

    mediation = models.ForeignKey(
        MediationRow, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    step = models.CharField(max_length=10, db_collation="C")
    side = models.CharField(max_length=10, db_collation="C")
    text_cipher = models.BinaryField(null=True)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "groups_mediation_step"
        constraints = [
            models.UniqueConstraint(name="groups_mediation_step_key", fields=["mediation", "key"]),
            models.CheckConstraint(
                name="groups_mediation_step_words",
                condition=Q(step__in=[s.value for s in MediationStep])
                & Q(side__in=[s.value for s in MediationSide]),
            ),
        ]
