"""Tables of answers: agreements about them, and how often they were used."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.exchange.links.models import Peer


class AnswerAgreement(models.Model):
    """Who may ask which services, for which purposes, about people in which division (prefix), when, how often a day,
    and how often it may be answered no. The asker is an account of a department's system or a place on a link; another
    person than the one who proposed it accepts it. `name`: whom people read in their access log. `columns`: of bulk
    extracts, which rest on the law in `basis`; none: no extracts."""

    number = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    user_id = models.BigIntegerField(null=True)
    peer = models.ForeignKey(
        Peer, null=True, on_delete=models.PROTECT, related_name="answer_agreements"
    )
    services = ArrayField(models.CharField(max_length=40))
    columns = ArrayField(models.CharField(max_length=20), default=list)
    basis = models.CharField(max_length=200, blank=True, default="")
    purposes = ArrayField(models.CharField(max_length=30))
    region = models.CharField(max_length=15, db_collation="C")
    first = models.DateField()
    last = models.DateField()
    per_day = models.IntegerField()
    negatives_per_day = models.IntegerField()
    state = models.CharField(max_length=10, default="proposed")
    proposed_by = models.BigIntegerField(null=True)
    proposed_label = models.CharField(max_length=100, blank=True, default="")
    proposed_at = models.DateTimeField()
    accepted_label = models.CharField(max_length=100, blank=True, default="")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_answer_agreement"
        constraints = (
            models.CheckConstraint(
                condition=Q(user_id__isnull=False, peer=None) | Q(user_id=None, peer__isnull=False),
                name="exchange_answer_agreement_one_asker",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "active", "ended"]),
                name="exchange_answer_agreement_state",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")) & Q(per_day__gte=1) & Q(negatives_per_day__gte=1),
                name="exchange_answer_agreement_holds",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.number


class AnswerUse(models.Model):
    """How often one asker was answered `outcome` (yes, no, or the code of a refusal) on a day. Names nobody who was
    asked about. `agreement`: its number, "" where it is not known to us; `service`: "" where a request was refused."""

    asker = models.CharField(max_length=40, db_collation="C")
    label = models.CharField(max_length=100)
    agreement = models.CharField(max_length=40, db_collation="C")
    day = models.DateField()
    service = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40)
    count = models.IntegerField()

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_answer_use"
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "day", "asker", "service", "purpose", "outcome"],
                name="exchange_answer_use_once",
            ),
        )
        indexes = (models.Index(fields=["day"], name="exchange_answer_use_day"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.day} {self.asker} {self.outcome}"
