"""The outbox."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """A message to a phone. Recipient and text are ciphertext; `context` holds codes only, never personal information.

    `sent_at` is empty until a gateway took it. `tries` counts failed attempts, `failure` says why the last one failed.
    """

    kind = models.CharField(max_length=32)
    to_index = models.BinaryField(max_length=16)
    to_cipher = models.BinaryField()
    text_cipher = models.BinaryField()
    context = models.JSONField(default=dict)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """Indexes for reading the outbox and for what still waits."""

        indexes = (
            models.Index(fields=["-at"], name="notices_notice_at"),
            models.Index(
                fields=["id"],
                name="notices_notice_waiting",
                condition=models.Q(sent_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.kind} {self.at:%H:%M}"
