"""Grants: role × region or party × purpose, for a time."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.access.data import ROLES
from anju.domains.access.models.users import User


class Grant(models.Model):
    """One role given to one user. Never deleted: revoked, with the reason."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16)
    region = models.CharField(max_length=15, null=True, db_collation="C")
    party = models.CharField(max_length=32, null=True, db_collation="C")
    purposes = ArrayField(models.CharField(max_length=16), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_by = models.BigIntegerField(null=True)
    granted_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, default="")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)
    revoked_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """Named indexes and constraints."""

        indexes = (
            models.Index(
                fields=["user", "id"],
                name="access_grant_user",
                condition=Q(revoked_at__isnull=True),
            ),
            models.Index(
                fields=["party"], name="access_grant_party", condition=Q(party__isnull=False)
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=sorted(ROLES)), name="access_grant_role_known"
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True, party__isnull=False)
                | Q(region__isnull=False, party__isnull=True),
                name="access_grant_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(region__regex=r"^[0-9]{0,15}$"),
                name="access_grant_region_shape",
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=True) | Q(party__regex=r"^(holder|employer):[0-9]+$"),
                name="access_grant_party_shape",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="access_grant_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user_id")),
                name="access_grant_not_to_self",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="access_grant_revoked_why",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.role} {self.party or self.region!r}"
