"""Tables of devices, of what they were given and of what they sent."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.fieldwork.sync.data.operations import Status


class Device(models.Model):
    """A phone that an account has set up for work in the field. `digest`: SHA-256 of its 256-bit secret.
    `numbers_differ`: two operations came under one number, as from a copy of the device."""

    code = models.CharField(max_length=16, unique=True, db_collation="C")
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32)
    areas = ArrayField(models.CharField(max_length=15, db_collation="C"))
    persisted = models.BooleanField(default=False)
    numbers_differ = models.BooleanField(default=False)
    enrolled_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)
    revoked_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["digest"], name="fieldwork_device_digest_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("enrolled_at")), name="fieldwork_device_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="fieldwork_device_revoked_why",
            ),
        )
        indexes = (models.Index(fields=["user_id"], name="fieldwork_device_user"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return self.code


class Bundle(models.Model):
    """What a device was offered: `sequence` counts its bundles, `manifest` says what it holds once it has taken this
    one, `cipher` is the content until it is fetched or too old. `base`: the sequence it builds on; 0: whole."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="bundles")
    code = models.CharField(max_length=16, unique=True, db_collation="C")
    sequence = models.IntegerField()
    base = models.IntegerField(default=0)
    areas = ArrayField(models.CharField(max_length=15, db_collation="C"))
    manifest = models.BinaryField()
    cipher = models.BinaryField(null=True)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(fields=["device", "sequence"], name="fieldwork_bundle_once"),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.code} {self.sequence}"


class Operation(models.Model):
    """What came under a key, kept for ever as it came (`payload_cipher`). `digest`: SHA-256 of its text; the first of a
    key is the key's own (`first`). `region`: where it is to be decided. `follows`: keys it names; `facts`: what a
    person needs to decide, never a sensitive value. `batch`: the key of the request that brought it."""

    user_id = models.BigIntegerField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="operations")
    key = models.CharField(max_length=36, db_collation="C")
    digest = models.CharField(max_length=64, db_collation="C")
    first = models.BooleanField(default=True)
    batch = models.CharField(max_length=80, db_collation="C")
    number = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, blank=True, default="")
    region = models.CharField(max_length=15, db_collation="C")
    home_id = models.BigIntegerField(null=True)
    declaration_id = models.BigIntegerField(null=True)
    follows = ArrayField(models.CharField(max_length=36, db_collation="C"), default=list)
    status = models.CharField(max_length=12)
    reason = models.CharField(max_length=40, blank=True, default="")
    facts = models.JSONField(default=dict)
    payload_cipher = models.BinaryField()
    device_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField()
    received_at = models.DateTimeField()
    decision = models.CharField(max_length=10, blank=True, default="")
    decided_by = models.BigIntegerField(null=True)
    decided_label = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """Named constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["user_id", "key", "digest"], name="fieldwork_operation_once"
            ),
            models.UniqueConstraint(
                fields=["user_id", "key"],
                condition=Q(first=True),
                name="fieldwork_operation_key_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]),
                name="fieldwork_operation_status",
            ),
        )
        indexes = (
            models.Index(
                fields=["region", "received_at"],
                condition=Q(status__in=["waiting", "quarantined"], decision=""),
                name="fieldwork_operation_open",
            ),
            models.Index(fields=["user_id", "received_at"], name="fieldwork_operation_user"),
            models.Index(
                fields=["user_id"],
                condition=Q(
                    first=True, status="waiting", reason__in=["earlier_missing", "earlier_waiting"]
                ),
                name="fieldwork_operation_held",
            ),
            models.Index(fields=["device", "number"], name="fieldwork_operation_number"),
            models.Index(
                fields=["home_id", "-declared_at"],
                condition=Q(kind="visit"),
                name="fieldwork_operation_visits",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.kind} {self.key} {self.status}"


class Photo(models.Model):
    """A photograph announced by an operation, named by the SHA-256 of the envelope in which it comes. `received` bytes
    are here; `cipher`: the picture, once it is whole and was written anew."""

    user_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    size = models.IntegerField()
    received = models.IntegerField(default=0)
    state = models.CharField(max_length=8, default="missing")
    reason = models.CharField(max_length=40, blank=True, default="")
    cipher = models.BinaryField(null=True)
    announced_at = models.DateTimeField()
    whole_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        constraints = (
            models.UniqueConstraint(fields=["user_id", "sha256"], name="fieldwork_photo_once"),
            models.CheckConstraint(
                condition=Q(received__gte=0) & Q(received__lte=F("size")),
                name="fieldwork_photo_received",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["missing", "whole", "refused"]), name="fieldwork_photo_state"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.sha256[:8]} {self.state}"


class PhotoPiece(models.Model):
    """Bytes of a photograph on their way: an envelope, which nobody but the installation can open."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="pieces")
    offset = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        """Named constraints."""

        db_table = "fieldwork_photo_piece"
        constraints = (
            models.UniqueConstraint(fields=["photo", "offset"], name="fieldwork_piece_once"),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.photo_id} {self.offset}"


class OperationPhoto(models.Model):
    """Which operation brought which photograph. One photograph may be of several operations: none can take it from
    another."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="photos")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="operations")
    position = models.SmallIntegerField()

    class Meta:
        """Named constraints."""

        db_table = "fieldwork_operation_photo"
        constraints = (
            models.UniqueConstraint(
                fields=["operation", "photo"], name="fieldwork_operation_photo_once"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.operation_id} {self.photo_id}"
