"""Tables of employers on file: the unit, and whom to ring there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Employer(models.Model):
    """A unit that employs people. `code` is opaque and stable; `uscc` is the unified social credit code (GB 32100)."""

    code = models.CharField(max_length=12, unique=True, db_collation="C")
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, default="", db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    address = models.CharField(max_length=200, default="")
    industry = models.CharField(max_length=5, default="", db_collation="C")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="employers_employer_uscc_once", fields=["uscc"], condition=~Q(uscc="")
            ),
        ]
        indexes = [
            models.Index(name="employers_employer_region", fields=["region"]),
            models.Index(name="employers_employer_name", fields=["name"]),
        ]


class Contact(models.Model):
    """Whom to ring at an employer about its people. The phone stands encrypted. `liaison`: one of its liaison
    people."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    duty = models.CharField(max_length=60, default="")
    phone_cipher = models.BinaryField()
    liaison = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField()
