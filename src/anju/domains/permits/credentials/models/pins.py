"""The holder's PIN, as a salted verifier."""

from __future__ import annotations

from django.db import models


class HolderPin(models.Model):
    """scrypt (N 2^14, r 8, p 1) of the PIN under a salt of its own. Nobody reads it back but the check."""

    person_id = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=16)
    verifier = models.BinaryField(max_length=32)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "permits_holder_pin"
