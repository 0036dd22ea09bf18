"""Tables: the keys (never their secrets, which the backend holds) and the wishes of dual control."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from anju.foundation.keystore.data import Action, Algorithm, Kind, State


class Key(models.Model):
    """One version of one key. `label` is its name in the backend; a region's key has a parent and no secret of its own.

    `public` is the point of a signing key (x ‖ y), `check_value` the first three bytes of a CMAC over zeros."""

    kind = models.CharField(max_length=8)
    algorithm = models.CharField(max_length=8)
    region = models.CharField(max_length=15, db_collation="C", blank=True)
    version = models.SmallIntegerField()
    state = models.CharField(max_length=10, default=State.MADE.value)
    backend = models.CharField(max_length=8)
    label = models.CharField(max_length=60, db_collation="C")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    public = models.BinaryField(null=True)
    check_value = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    activated_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="keystore_key_kind", condition=Q(kind__in=[str(k) for k in Kind])
            ),
            models.CheckConstraint(
                name="keystore_key_algorithm",
                condition=Q(algorithm__in=[str(a) for a in Algorithm]),
            ),
            models.CheckConstraint(
                name="keystore_key_state", condition=Q(state__in=[str(s) for s in State])
            ),
            models.CheckConstraint(
                name="keystore_key_parent",
                condition=Q(kind=Kind.REGION.value, parent__isnull=False)
                | (~Q(kind=Kind.REGION.value) & Q(parent__isnull=True)),
            ),
            models.CheckConstraint(
                name="keystore_key_public",
                condition=~Q(kind=Kind.SIGN.value) | Q(public__isnull=False),
            ),
            models.UniqueConstraint(
                name="keystore_key_version", fields=["kind", "algorithm", "region", "version"]
            ),
            models.UniqueConstraint(
                name="keystore_key_one_active",
                fields=["kind", "algorithm", "region"],
                condition=Q(state=State.ACTIVE.value),
            ),
            models.UniqueConstraint(name="keystore_key_label", fields=["backend", "label"]),
        ]

    def __str__(self) -> str:
        """For logs and shells."""
        return self.label


class Request(models.Model):
    """What one person asked for a key and another decided: the database itself refuses the same person twice.

    `subject`: for an export the SHA-256 of the list of cards, so that what was approved is what leaves."""

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="requests")
    action = models.CharField(max_length=10)
    reason = models.CharField(max_length=200)
    subject = models.BinaryField(null=True)
    asked_by = models.BigIntegerField()
    asked_label = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=8, default="", blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_label = models.CharField(max_length=100, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="keystore_request_action", condition=Q(action__in=[str(a) for a in Action])
            ),
            models.CheckConstraint(
                name="keystore_request_two_persons",
                condition=Q(decided_by__isnull=True)
                | Q(decision="refuse")
                | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="keystore_request_decided",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(decision__in=["approve", "refuse"])
                    & Q(decided_by__isnull=False)
                    & Q(decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="keystore_request_done",
                condition=Q(done_at__isnull=True) | Q(decision="approve"),
            ),
            models.UniqueConstraint(
                name="keystore_request_one_waiting",
                fields=["key", "action"],
                condition=Q(decision=""),
            ),
        ]

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.action} {self.key_id}"


class KeyringCheck(models.Model):
    """What proves one key of the keyring (`foundation.crypto.keyring.check_values`), so that no other ring is used."""

    name = models.CharField(primary_key=True, max_length=40, db_collation="C")
    value = models.BinaryField()

    class Meta:
        db_table = "keystore_keyring_check"

    def __str__(self) -> str:
        return self.name
