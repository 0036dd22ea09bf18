"""Encrypted files of permits: photographs for cards, supporting documents of applications."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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
