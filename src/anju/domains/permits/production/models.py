"""Tables of card production."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.permits.production.data import (
    BatchStatus,
    CardStatus,
    DeliveryStatus,
    DeliveryWay,
)
from anju.domains.permits.transitions.models import Permit


class Blob(models.Model):
    """An encrypted file (`foundation.crypto.blobs`). Seen by whoever sees a supporting document or a
    card that points to it;
    `cipher` is emptied when nothing needs it any more, `sha256` (of the clear file) stays."""

    cipher = models.BinaryField(null=True)
    content_type = models.CharField(max_length=40, db_collation="C")
    size = models.IntegerField()
    sha256 = models.BinaryField(max_length=32)
    stored_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="permits_blob_whole",
                condition=Q(cipher__isnull=False, deleted_at__isnull=True)
                | Q(cipher__isnull=True, deleted_at__isnull=False),
            ),
        ]


class Card(models.Model):
    """One physical card of a permit: `version` 1 is the first, each replacement or rewriting counts on.

    `layout_cipher` is what is printed on it (JSON), as ciphertext. `serial` is the blank's or chip's own number, known
    once it is made. `key_version`: of the card key written into it. `region`, `person_id` as on the permit.
    """

    permit = models.ForeignKey(
        Permit, on_delete=models.PROTECT, related_name="cards", db_index=False
    )
    version = models.SmallIntegerField()
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    serial = models.CharField(max_length=40, default="", blank=True, db_collation="C")
    layout_cipher = models.BinaryField()
    photo = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="cards")
    key_version = models.IntegerField(null=True)
    status = models.CharField(max_length=10, default=CardStatus.WAITING.value)
    reason = models.CharField(max_length=40, default="", blank=True)
    created_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="permits_card_version", fields=["permit", "version"]),
            models.UniqueConstraint(
                name="permits_card_serial", fields=["serial"], condition=~Q(serial="")
            ),
            models.CheckConstraint(
                name="permits_card_status", condition=Q(status__in=[str(s) for s in CardStatus])
            ),
            models.CheckConstraint(
                name="permits_card_made",
                condition=~Q(status__in=[CardStatus.MADE.value, CardStatus.DELIVERED.value])
                | Q(made_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="permits_card_waiting",
                fields=["region", "id"],
                condition=Q(status=CardStatus.WAITING.value),
            ),
        ]


class ProductionBatch(models.Model):
    """Cards that go to the production centre in one signed file, and come back in one.

    `prepared_by` and `released_by` are two people. Hashes and signatures are of the files that crossed the gap."""

    code = models.CharField(max_length=40, db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    status = models.CharField(max_length=10, default=BatchStatus.OPEN.value)
    prepared_by = models.BigIntegerField(null=True)
    prepared_label = models.CharField(max_length=100, default="", blank=True)
    prepared_at = models.DateTimeField()
    released_by = models.BigIntegerField(null=True)
    released_label = models.CharField(max_length=100, default="", blank=True)
    exported_at = models.DateTimeField(null=True)
    export_sha256 = models.BinaryField(null=True)
    export_signature = models.BinaryField(null=True)
    export_key = models.CharField(max_length=80, default="", blank=True)
    returned_at = models.DateTimeField(null=True)
    result_sha256 = models.BinaryField(null=True)
    result_key = models.CharField(max_length=80, default="", blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "permits_production_batch"
        constraints = [
            models.UniqueConstraint(name="permits_batch_code", fields=["code"]),
            models.UniqueConstraint(
                name="permits_batch_result_once",
                fields=["result_sha256"],
                condition=Q(result_sha256__isnull=False),
            ),
            models.CheckConstraint(
                name="permits_batch_status", condition=Q(status__in=[str(s) for s in BatchStatus])
            ),
            models.CheckConstraint(
                name="permits_batch_two_people",
                condition=Q(released_by__isnull=True) | ~Q(released_by=models.F("prepared_by")),
            ),
        ]
        indexes = [models.Index(name="permits_batch_region", fields=["region", "-prepared_at"])]


class ProductionItem(models.Model):
    """One card in one batch. `result`: made or failed, with the centre's own code."""

    batch = models.ForeignKey(
        ProductionBatch, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="items")
    position = models.IntegerField()
    result = models.CharField(max_length=10, default="", blank=True)
    result_code = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        db_table = "permits_production_item"
        constraints = [
            models.UniqueConstraint(name="permits_item_position", fields=["batch", "position"]),
            models.UniqueConstraint(name="permits_item_card", fields=["batch", "card"]),
            models.UniqueConstraint(
                name="permits_item_card_open", fields=["card"], condition=Q(result="")
            ),
            models.CheckConstraint(
                name="permits_item_result", condition=Q(result__in=["", "made", "failed", "void"])
            ),
        ]


class Delivery(models.Model):
    """How one card reaches its holder. The pick-up code stands here as a keyed hash only; an address is ciphertext."""

    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="delivery")
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    way = models.CharField(max_length=10)
    place = models.CharField(max_length=15, default="", blank=True, db_collation="C")
    address_cipher = models.BinaryField(null=True)
    code_index = models.BinaryField(null=True)
    tries = models.SmallIntegerField(default=0)
    tracking = models.CharField(max_length=60, default="", blank=True)
    status = models.CharField(max_length=10, default=DeliveryStatus.WAITING.value)
    ready_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.BigIntegerField(null=True)
    handed_to = models.CharField(max_length=10, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="permits_delivery_way", condition=Q(way__in=[str(w) for w in DeliveryWay])
            ),
            models.CheckConstraint(
                name="permits_delivery_status",
                condition=Q(status__in=[str(s) for s in DeliveryStatus]),
            ),
            models.CheckConstraint(
                name="permits_delivery_handed",
                condition=~Q(status=DeliveryStatus.HANDED.value) | Q(handed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="permits_delivery_to", condition=Q(handed_to__in=["", "holder", "proxy"])
            ),
        ]
        indexes = [
            models.Index(
                name="permits_delivery_ready",
                fields=["region", "ready_at"],
                condition=Q(status=DeliveryStatus.READY.value),
            ),
        ]
