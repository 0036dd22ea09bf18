"""Tables of cases: the case, its steps, its files, mandates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.casework.cases.data import LIVE, CaseState, Side, Step

_LIVE = [s.value for s in LIVE]


class Case(models.Model):
    """One matter of one person. `region`: the place it is about; `office`: who owns it, as a code prefix, with its
    `department`; `subject`: what tells it from other cases of the person in the matter, as a keyed hash. `answers` are
    ciphertext. `due_at`, `person_due_at`: the next moment the office and the person owe something. `routed`: the duty
    by which it came to its office. `twin`: it came by a merge of records beside an open case about the same.
    `terms_met`: of a closed case, ``in_time`` or ``late``; "" where that was not kept."""

    number = models.CharField(max_length=24, unique=True, db_collation="C")
    person_id = models.BigIntegerField()
    matter = models.CharField(max_length=20, db_collation="C")
    subject = models.CharField(max_length=32, default="", db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    office = models.CharField(max_length=15, db_collation="C")
    department = models.CharField(max_length=20, db_collation="C")
    routed = models.JSONField(default=dict)
    state = models.CharField(max_length=10, db_collation="C")
    stage = models.CharField(max_length=20, default="", db_collation="C")
    urgent = models.BooleanField(default=False)
    answers_cipher = models.BinaryField()
    version = models.IntegerField(default=1)
    handler_id = models.BigIntegerField(null=True)
    handler_label = models.CharField(max_length=100, default="")
    unread = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20, default="", db_collation="C")
    satisfied = models.CharField(max_length=6, default="", db_collation="C")
    parent = models.ForeignKey(
        "casework.Case", null=True, on_delete=models.PROTECT, related_name="children"
    )
    channel = models.CharField(max_length=20, default="")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    person_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    appointed_at = models.DateTimeField(null=True)
    twin = models.BooleanField(default=False, db_default=False)
    terms_met = models.CharField(
        max_length=8, blank=True, default="", db_default="", db_collation="C"
    )

    class Meta:
        db_table = "casework_case"
        constraints = [
            models.UniqueConstraint(
                name="casework_case_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="casework_case_once",
                fields=["person_id", "matter", "subject"],
                condition=Q(state__in=_LIVE, twin=False),
            ),
            models.CheckConstraint(
                name="casework_case_words",
                condition=Q(state__in=[s.value for s in CaseState])
                & Q(satisfied__in=["", "yes", "partly", "no"]),
            ),
            models.CheckConstraint(
                name="casework_case_closed",
                condition=Q(state__in=_LIVE, closed_at=None)
                | Q(state=CaseState.CLOSED.value, closed_at__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(name="casework_case_person", fields=["person_id", "-id"]),
            models.Index(
                name="casework_case_office",
                fields=["office", "due_at"],
                condition=Q(state__in=_LIVE),
            ),
            models.Index(name="casework_case_closed_at", fields=["office", "-closed_at"]),
        ]


class CaseEventRow(models.Model):
    """One step in the life of a case. Append-only; what was written is ciphertext. `respondent_id`: the notice to the
    other side under which it was taken, or that it is about: who was notified sees these steps alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    step = models.CharField(max_length=12, db_collation="C")
    side = models.CharField(max_length=10, db_collation="C")
    text_cipher = models.BinaryField(null=True)
    detail = models.JSONField(default=dict)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()
    respondent_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "casework_event"
        constraints = [
            models.UniqueConstraint(name="casework_event_key", fields=["case", "key"]),
            models.CheckConstraint(
                name="casework_event_words",
                condition=Q(step__in=[s.value for s in Step]) & Q(side__in=[s.value for s in Side]),
            ),
        ]


class EvidenceRow(models.Model):
    """A file of a case, as it was sent, encrypted; `sha256` of what was sent. Append-only: nobody takes one away.
    `respondent_id`: the notice under which the other side sent it."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="evidence", db_index=False
    )
    kind = models.CharField(max_length=20, db_collation="C")
    side = models.CharField(max_length=10, db_collation="C")
    name_cipher = models.BinaryField()
    cipher = models.BinaryField()
    content_type = models.CharField(max_length=40, db_collation="C")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()
    respondent_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "casework_evidence"
        constraints = [
            models.UniqueConstraint(
                name="casework_evidence_once",
                fields=["case", "sha256", "respondent_id"],
                nulls_distinct=False,
            ),
        ]


class MandateRow(models.Model):
    """A person lets somebody act for them. `digest`: of the code by which the helper accepts, once."""

    person_id = models.BigIntegerField()
    matter = models.CharField(max_length=20, default="", db_collation="C")
    digest = models.BinaryField(max_length=32)
    helper_user = models.BigIntegerField(null=True)
    helper_label = models.CharField(max_length=100, default="")
    until = models.DateField()
    granted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "casework_mandate"
        constraints = [
            models.UniqueConstraint(name="casework_mandate_code", fields=["digest"]),
        ]
        indexes = [
            models.Index(name="casework_mandate_person", fields=["person_id"]),
            models.Index(name="casework_mandate_helper", fields=["helper_user"]),
        ]
