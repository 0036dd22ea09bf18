"""Tables of changes: the feed, agreements about it, how they were used, webhooks and what was sent to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.exchange.links.models import Peer


class Change(models.Model):
    """One change, in the order of the transactions that wrote them (`xid`, then `id`). Holds codes and numbers of
    records; what a partner is given is read when it is given. `region`: where it counts."""

    kind = models.CharField(max_length=30)
    person_id = models.BigIntegerField()
    other_id = models.BigIntegerField(null=True)
    home_id = models.BigIntegerField(null=True)
    region = models.CharField(max_length=15, db_collation="C")
    day = models.DateField(null=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    xid = models.BigIntegerField()

    class Meta:
        """Named indexes."""

        indexes = (
            models.Index(fields=["xid", "id"], name="exchange_change_order"),
            models.Index(fields=["at"], name="exchange_change_at"),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.kind} {self.at}"


class ChangeAgreement(models.Model):
    """Which changes a partner is given, about people where (`region`, a prefix), with which `fields`, for which
    purpose, on which days, how many a day. It fetches them (an account of its system, or a place on a link) or is
    notified at an address. `xid`, `change`: the place up to which it has everything; `given`: how many it has;
    `generation`: replays."""

    number = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    way = models.CharField(max_length=10)
    user_id = models.BigIntegerField(null=True)
    peer = models.ForeignKey(
        Peer, null=True, on_delete=models.PROTECT, related_name="change_agreements"
    )
    kinds = ArrayField(models.CharField(max_length=30))
    fields = ArrayField(models.CharField(max_length=20), default=list)
    purpose = models.CharField(max_length=30)
    basis = models.CharField(max_length=200)
    region = models.CharField(max_length=15, db_collation="C")
    first = models.DateField()
    last = models.DateField()
    per_day = models.IntegerField()
    state = models.CharField(max_length=10, default="proposed")
    proposed_by = models.BigIntegerField(null=True)
    proposed_label = models.CharField(max_length=100, blank=True, default="")
    proposed_at = models.DateTimeField()
    accepted_label = models.CharField(max_length=100, blank=True, default="")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    xid = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)
    generation = models.IntegerField(default=0)
    lost_before = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_change_agreement"
        constraints = (
            models.CheckConstraint(
                condition=Q(way="webhook", user_id=None, peer=None)
                | Q(way="fetch", user_id__isnull=False, peer=None)
                | Q(way="fetch", user_id=None, peer__isnull=False),
                name="exchange_change_agreement_one_way",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "active", "ended"]),
                name="exchange_change_agreement_state",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")) & Q(per_day__gte=1),
                name="exchange_change_agreement_holds",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.number


class ChangeUse(models.Model):
    """How many changes were given under an agreement on a day, and how many requests were refused. Names nobody."""

    agreement = models.ForeignKey(ChangeAgreement, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    given = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)

    class Meta:
        """Named constraints."""

        db_table = "exchange_change_use"
        constraints = (
            models.UniqueConstraint(fields=["agreement", "day"], name="exchange_change_use_once"),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.day} {self.given}"


class Webhook(models.Model):
    """The address at which a partner is notified. `next_url`: another one that waits for a second person;
    `bearer_cipher`: what it wants as proof besides the signature; `rate`: requests a minute that it allows, 0 without
    limit."""

    agreement = models.OneToOneField(
        ChangeAgreement, on_delete=models.CASCADE, related_name="webhook"
    )
    url = models.CharField(max_length=400)
    bearer_cipher = models.BinaryField(null=True)
    next_url = models.CharField(max_length=400, blank=True, default="")
    next_by = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, default="unverified")
    reason = models.CharField(max_length=40, blank=True, default="")
    rate = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True, default="")
    failing_since = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["unverified", "active", "paused"]),
                name="exchange_webhook_state",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.url} {self.state}"


class WebhookAttempt(models.Model):
    """One request to a webhook and how it went. `event`: the id that the partner knows; names nobody."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    event = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    kind = models.CharField(max_length=30, blank=True, default="")
    outcome = models.CharField(max_length=10)
    status = models.IntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True, default="")
    milliseconds = models.IntegerField(default=0)

    class Meta:
        """Named indexes."""

        db_table = "exchange_webhook_attempt"
        indexes = (models.Index(fields=["webhook", "at"], name="exchange_webhook_attempt_at"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.at} {self.outcome}"
