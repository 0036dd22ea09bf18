"""Bearer tokens of REST clients."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.access.models.users import User


class Token(models.Model):
    """A bearer token: SHA-256 of a 256-bit random secret, never the secret. `scopes` narrow the user's grants."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=64)
    start = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32)
    scopes = ArrayField(models.CharField(max_length=32), default=list)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Named indexes and constraints."""

        constraints = (
            models.UniqueConstraint(fields=["digest"], name="access_token_digest_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="access_token_ends_later"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.start}…"
