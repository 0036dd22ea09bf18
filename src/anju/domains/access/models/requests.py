"""Grants that two persons give: asked by one, decided by another."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.domains.access.data import ROLES
from anju.domains.access.models.grants import Grant
from anju.domains.access.models.users import User


class GrantRequest(models.Model):
    """An administrator's or nationwide role that somebody asked for an account. `decision` is empty while it waits;
    `grant` is what an approval led to."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    region = models.CharField(max_length=15, db_collation="C", blank=True)
    purposes = ArrayField(models.CharField(max_length=16), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    asked_by = models.BigIntegerField()
    asked_label = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=8, blank=True, default="")
    decided_by = models.BigIntegerField(null=True)
    decided_label = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    grant = models.OneToOneField(Grant, null=True, on_delete=models.PROTECT, related_name="request")

    class Meta:
        """Named constraints."""

        db_table = "access_grant_request"
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=sorted(ROLES)), name="access_request_role_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(decision="refuse")
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user_id"))),
                name="access_request_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    decision__in=["approve", "refuse"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="access_request_decided",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                condition=Q(decision=""),
                name="access_request_one_waiting",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.role} {self.region!r} {self.decision or 'waits'}"
