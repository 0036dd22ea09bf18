"""What signing in leaves behind for minutes: codes, counters, real-name checks."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PhoneCode(models.Model):
    """A code sent to a phone. Both stand here as keyed hashes only; a code is good once, for its phone, for minutes."""

    phone_index = models.BinaryField(max_length=16)
    code_index = models.BinaryField(max_length=16)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Named indexes and constraints."""

        indexes = (models.Index(fields=["phone_index", "-issued_at"], name="access_code_phone"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="access_code_ends_later"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"code of {self.issued_at:%H:%M}"


class Throttle(models.Model):
    """How often one subject did one thing in the current window. All processes count together here."""

    key = models.BinaryField(max_length=16, primary_key=True)
    started_at = models.DateTimeField()
    hits = models.IntegerField()

    class Meta:
        """Named indexes and constraints."""

        indexes = (models.Index(fields=["started_at"], name="access_throttle_age"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.hits} since {self.started_at:%H:%M}"


class RealNameCheck(models.Model):
    """The local real-name simulator's table: keyed hashes of the invented triples to which it answers yes."""

    triple_index = models.BinaryField(max_length=16, primary_key=True)

    def __str__(self) -> str:
        """For logs and shells."""
        return "an invented triple"
