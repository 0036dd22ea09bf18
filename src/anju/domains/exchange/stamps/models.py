"""Tables of time stamps: heads of the message log with their tokens, and the key of the installation's own stamps."""

from __future__ import annotations

from django.db import models


class StampKey(models.Model):
    """The key by which this installation stamps where no service is configured, with its certificate."""

    serial = models.CharField(max_length=40, unique=True, db_collation="C")
    certificate = models.BinaryField()
    secret_cipher = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        """Named table."""

        db_table = "exchange_stamp_key"

    def __str__(self) -> str:
        """For logs and shells."""
        return self.serial


class Stamp(models.Model):
    """The head of the log after entry `number`. `token`: its time stamp, None while it waits; `level` as
    `stamps.data.stamps.Level`; `failure`, `attempts`, `next_at`: of the last try."""

    number = models.BigIntegerField(unique=True)
    head = models.CharField(max_length=64, db_collation="C")
    noted_at = models.DateTimeField()
    token = models.BinaryField(null=True)
    at = models.DateTimeField(null=True)
    level = models.CharField(max_length=10, blank=True, default="")
    authority = models.CharField(max_length=200, blank=True, default="")
    failure = models.CharField(max_length=40, blank=True, default="")
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        """Named indexes."""

        indexes = (
            models.Index(
                fields=["number"],
                condition=models.Q(token__isnull=True),
                name="exchange_stamp_waiting",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.number} {self.level}"
