"""Applications: what was asked, what was said about it at each stage, what was missing, which
supporting documents came along."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.permits.applications.data import (
    OPEN,
    ApplicationState,
    Channel,
    Kind,
    ProxyReason,
    Stage,
    StageDecision,
)
from anju.domains.permits.eligibility.data import SupportingDocumentKind
from anju.domains.permits.production.models import Blob

CLOCK_RUNS = Q(accepted_at__isnull=False, due_at__isnull=False)


class Application(models.Model):
    """One application for one person. `region` is the community the permit is for, `station` who issues it.

    `stages` are the stages configured when it was accepted, `stage` the one whose decision is due,
    `four_eyes` those where two must agree. `round` counts how often the stages were begun: a move to
    another community begins them anew; `moves` lists what an accepted application was changed by
    (``at``, ``from``, ``to``: community and home; ``again``: a new round;
    ``version``: the one it led to). `version` counts every change: whoever decides names the version they saw.
    `pauses` are the closed stops of the clock (pairs of moments), `paused_at` the open one.
    A proxy's number is ciphertext with a blind index;
    `shown` names the documents seen (GA/T 517 codes by ``person`` and ``proxy``, with how they were seen).
    """

    number = models.CharField(max_length=24, db_collation="C")
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=ApplicationState.DRAFT.value)
    region = models.CharField(max_length=15, db_collation="C")
    station = models.CharField(max_length=15, db_collation="C")
    home_id = models.BigIntegerField(null=True)
    permit = models.ForeignKey(
        "permits.Permit", null=True, on_delete=models.PROTECT, related_name="applications"
    )
    path = models.CharField(max_length=20, default="", db_collation="C")
    answers = models.JSONField(default=dict)
    proofs = models.JSONField(default=list)
    proxy_person_id = models.BigIntegerField(null=True)
    proxy_reason = models.CharField(max_length=10, default="", blank=True)
    proxy_relation = models.CharField(max_length=2, default="", blank=True)
    proxy_name = models.CharField(max_length=100, default="", blank=True)
    proxy_document = models.CharField(max_length=3, default="", blank=True, db_collation="C")
    proxy_number_cipher = models.BinaryField(null=True)
    proxy_number_index = models.BinaryField(null=True)
    shown = models.JSONField(default=dict)
    party = models.CharField(max_length=40, default="", db_collation="C", blank=True)
    confirm_digest = models.BinaryField(null=True)
    confirm_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    stages = ArrayField(models.CharField(max_length=10), default=list)
    four_eyes = ArrayField(models.CharField(max_length=10), default=list)
    stage = models.CharField(max_length=10, default="", blank=True)
    round = models.SmallIntegerField(default=1)
    moves = models.JSONField(default=list)
    version = models.IntegerField(default=1)
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_rule = models.JSONField(default=dict)
    paused_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    created_label = models.CharField(max_length=100, default="", blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="permits_application_number", fields=["number"]),
            models.UniqueConstraint(
                name="permits_application_one_open",
                fields=["person_id", "kind"],
                condition=Q(state__in=[str(s) for s in OPEN]),
            ),
            models.UniqueConstraint(
                name="permits_application_confirm",
                fields=["confirm_digest"],
                condition=Q(confirm_digest__isnull=False),
            ),
            models.CheckConstraint(
                name="permits_application_kind", condition=Q(kind__in=[str(k) for k in Kind])
            ),
            models.CheckConstraint(
                name="permits_application_channel",
                condition=Q(channel__in=[str(c) for c in Channel]),
            ),
            models.CheckConstraint(
                name="permits_application_state",
                condition=Q(state__in=[str(s) for s in ApplicationState]),
            ),
            models.CheckConstraint(
                name="permits_application_clock",
                condition=~Q(state=ApplicationState.DECIDING.value) | CLOCK_RUNS,
            ),
            models.CheckConstraint(
                name="permits_application_stopped",
                condition=Q(paused_at__isnull=True) | Q(state=ApplicationState.INCOMPLETE.value),
            ),
            models.CheckConstraint(
                name="permits_application_turn",
                condition=~Q(state=ApplicationState.DECIDING.value)
                | Q(stage__in=[str(s) for s in Stage]),
            ),
            models.CheckConstraint(
                name="permits_application_closed",
                condition=Q(state__in=[str(s) for s in OPEN], closed_at__isnull=True)
                | (~Q(state__in=[str(s) for s in OPEN]) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="permits_application_proxy",
                condition=Q(proxy_reason="", proxy_name="", proxy_number_index__isnull=True)
                | (Q(proxy_reason__in=[str(r) for r in ProxyReason]) & ~Q(proxy_name="")),
            ),
            models.CheckConstraint(
                name="permits_application_not_own_proxy",
                condition=Q(proxy_person_id__isnull=True) | ~Q(proxy_person_id=F("person_id")),
            ),
            models.CheckConstraint(
                name="permits_application_employer",
                condition=~Q(channel=Channel.EMPLOYER.value) | ~Q(party=""),
            ),
        ]
        indexes = [
            models.Index(name="permits_application_person", fields=["person_id"]),
            models.Index(
                name="permits_application_queue",
                fields=["region", "due_at"],
                condition=Q(
                    state__in=[ApplicationState.DECIDING.value, ApplicationState.INCOMPLETE.value]
                ),
            ),
            models.Index(
                name="permits_application_party", fields=["party", "-id"], condition=~Q(party="")
            ),
            models.Index(
                name="permits_application_proxied",
                fields=["proxy_person_id"],
                condition=Q(proxy_person_id__isnull=False),
            ),
            models.Index(name="permits_application_created", fields=["region", "created_at"]),
        ]

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.number} {self.state}"


class Decision(models.Model):
    """One clerk's decision at one stage. Append-only; two by the same person at one stage of one round cannot be."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    round = models.SmallIntegerField(default=1)
    stage = models.CharField(max_length=10)
    decision = models.CharField(max_length=10)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    note = models.CharField(max_length=500, default="", blank=True)
    by_user = models.BigIntegerField()
    by_label = models.CharField(max_length=100)
    role = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="permits_decision_other_eyes",
                fields=["application", "round", "stage", "by_user"],
            ),
            models.CheckConstraint(
                name="permits_decision_stage", condition=Q(stage__in=[str(s) for s in Stage])
            ),
            models.CheckConstraint(
                name="permits_decision_known",
                condition=Q(decision__in=[str(d) for d in StageDecision]),
            ),
            models.CheckConstraint(
                name="permits_decision_reasoned",
                condition=~Q(decision=StageDecision.REFUSE.value) | Q(reasons__len__gt=0),
            ),
        ]


class MissingNotice(models.Model):
    """The one notice that tells everything that is missing (art. 9): there is never a second one.

    `items`: objects with ``code``, ``article``, ``paper`` (what may prove it), ``note`` and ``settled_at``."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="notice")
    items = models.JSONField()
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100)
    at = models.DateTimeField()
    answer_until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "permits_missing_notice"


class Paper(models.Model):
    """A photographed supporting document of an application. `delete_after`: when its purpose ends; `checks`: the
    technical checks of a photograph (code and measured value). `party`: the employer that brought it,
    who sees no other."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=16)
    blob = models.OneToOneField(Blob, on_delete=models.PROTECT, related_name="paper")
    checks = models.JSONField(default=list)
    party = models.CharField(max_length=40, default="", db_collation="C", blank=True)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    delete_after = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="permits_paper_kind",
                condition=Q(kind__in=[str(k) for k in SupportingDocumentKind]),
            ),
        ]
        indexes = [
            models.Index(
                name="permits_paper_delete",
                fields=["delete_after"],
                condition=Q(deleted_at=None, delete_after__isnull=False),
            ),
        ]
