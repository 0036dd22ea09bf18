"""Tables of digital permits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.permits.transitions.models import Permit


class StatusList(models.Model):
    """One published list of statuses: bit (or bits) n belongs to the credential with index n. Public:
    no person is in it.

    `issued` counts indexes handed out (`taken`: a bitmap of them when they are handed out in random order); `bits` is
    the raw list; `version` rises with each change, `published_at` is when its signed form was last made (`token`)."""

    code = models.CharField(max_length=40, db_collation="C")
    region = models.CharField(max_length=15, db_collation="C")
    width = models.SmallIntegerField(default=1)
    size = models.IntegerField()
    issued = models.IntegerField(default=0)
    taken = models.BinaryField(null=True)
    bits = models.BinaryField()
    version = models.BigIntegerField(default=0)
    key = models.CharField(max_length=80, default="", blank=True)
    token = models.BinaryField(null=True)
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "permits_status_list"
        constraints = [
            models.UniqueConstraint(name="permits_list_code", fields=["code"]),
            models.CheckConstraint(name="permits_list_width", condition=Q(width__in=[1, 2, 4, 8])),
            models.CheckConstraint(
                name="permits_list_room", condition=Q(issued__gte=0, issued__lte=models.F("size"))
            ),
        ]


class Credential(models.Model):
    """One signed credential of a permit. The credential itself is kept by its holder; here stands how to revoke it."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="credentials")
    status_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, related_name="credentials", db_index=False
    )
    index = models.IntegerField()
    format = models.CharField(max_length=16, default="dc+sd-jwt")
    key = models.CharField(max_length=80)
    holder_key = models.BinaryField(null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="permits_credential_index", fields=["status_list", "index"]
            ),
            models.CheckConstraint(
                name="permits_credential_ends", condition=Q(expires_at__gt=models.F("issued_at"))
            ),
            models.CheckConstraint(
                name="permits_credential_why",
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
            ),
        ]


class HolderPin(models.Model):
    """scrypt (N 2^14, r 8, p 1) of the PIN under a salt of its own. Nobody reads it back but the check."""

    person_id = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=16)
    verifier = models.BinaryField(max_length=32)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "permits_holder_pin"
