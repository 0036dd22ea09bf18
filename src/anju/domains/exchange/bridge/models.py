"""Tables of the bridge: the two ends, the other's keys, files, and items that cross."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.domains.exchange.bridge.data.bridge import (
    ANSWER,
    DECLARATION,
    PERMIT,
    SHIELDED,
    ItemState,
    Role,
)


class Bridge(models.Model):
    """This end (`name`) and the other. Positions of both chains; `acknowledged`: the last number the other side says it
    applied; `receipt`: the newest of its receipts (`made`); `own_receipt`: of ours; `missing`: numbers seen to be
    absent here."""

    name = models.CharField(max_length=20, db_collation="C")
    other = models.CharField(max_length=20, db_collation="C")
    role = models.CharField(max_length=10)
    sent_number = models.BigIntegerField(default=0)
    sent_hash = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    sent_at = models.DateTimeField(null=True)
    acknowledged = models.BigIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    receipt = models.BigIntegerField(default=0)
    received_number = models.BigIntegerField(default=0)
    received_hash = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    received_at = models.DateTimeField(null=True)
    own_receipt = models.BigIntegerField(default=0)
    missing = ArrayField(models.BigIntegerField(), default=list)
    failure = models.CharField(max_length=40, blank=True, default="")
    failure_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        db_table = "exchange_bridge"
        constraints = (
            models.UniqueConstraint(fields=["name", "other"], name="exchange_bridge_once"),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="exchange_bridge_role"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged__lte=models.F("sent_number")),
                name="exchange_bridge_acknowledged_was_sent",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.name}>{self.other}"


class BridgeKey(models.Model):
    """A key of the other side: by `point` its signature is checked, for `envelope_point` files to it are encrypted."""

    bridge = models.ForeignKey(Bridge, on_delete=models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=40, db_collation="C")
    algorithm = models.CharField(max_length=10)
    point = models.BinaryField(max_length=64)
    envelope_version = models.IntegerField()
    envelope_point = models.BinaryField(max_length=65)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_bridge_key"
        constraints = (
            models.UniqueConstraint(
                fields=["bridge", "kid", "envelope_version"], name="exchange_bridge_key_once"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.kid


class BridgeFileRow(models.Model):
    """A file that was made (out) or taken in (in). `published_at`: when it was last put into the folder; null: it is to
    be put there."""

    bridge = models.ForeignKey(Bridge, on_delete=models.PROTECT, related_name="files")
    direction = models.CharField(max_length=3)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64, db_collation="C")
    rows = models.IntegerField()
    size = models.BigIntegerField()
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_bridge_file"
        constraints = (
            models.UniqueConstraint(
                fields=["bridge", "direction", "number"], name="exchange_bridge_file_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["bridge", "number"],
                condition=Q(direction="out", published_at=None),
                name="exchange_bridge_file_unwritten",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.number}"


class BridgeItem(models.Model):
    """One item that crosses. `key`: its name on both sides; `about`: the key an answer is about; `number`: the file it
    went or came in (null: not yet sent). `answer_cipher`: what came back, or was answered."""

    bridge = models.ForeignKey(Bridge, on_delete=models.PROTECT, related_name="items")
    direction = models.CharField(max_length=3)
    key = models.CharField(max_length=40, db_collation="C")
    kind = models.CharField(max_length=12)
    about = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    person_id = models.BigIntegerField(null=True)
    payload_cipher = models.BinaryField()
    answer_cipher = models.BinaryField(null=True)
    number = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10)
    result = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_bridge_item"
        constraints = (
            models.UniqueConstraint(
                fields=["bridge", "direction", "key"], name="exchange_bridge_item_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ItemState]),
                name="exchange_bridge_item_state",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[DECLARATION, PERMIT, ANSWER, SHIELDED]),
                name="exchange_bridge_item_kind",
            ),
        )
        indexes = (
            models.Index(
                fields=["bridge", "id"],
                condition=Q(direction="out", number=None),
                name="exchange_bridge_item_waiting",
            ),
            models.Index(
                fields=["bridge", "id"],
                condition=Q(direction="in", state="open"),
                name="exchange_bridge_item_open",
            ),
            models.Index(
                fields=["bridge", "result", "id"],
                condition=Q(direction="out", state="answered"),
                name="exchange_bridge_item_answered",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.kind} {self.key}"
