"""Invitations by which a landlord asks a tenant to fill in their data, or to see their own record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Invitation(models.Model):
    """One link, good once. Of its token only a public selector and the hash of the secret part are kept.

    `fill_in`: whoever brings the link declares themselves for the home, the landlord confirms. `check_in`: the
    landlord has checked `person_id` in; only the invited phone may take it."""

    selector = models.CharField(max_length=16, unique=True, db_collation="C")
    secret_hash = models.BinaryField()
    kind = models.CharField(max_length=8)
    home_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, db_collation="C")
    phone_cipher = models.BinaryField(null=True)
    person_id = models.BigIntegerField(null=True)
    declaration_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default="open")
    made_by = models.BigIntegerField(null=True)
    made_label = models.CharField(max_length=100, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_by = models.BigIntegerField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="register_invitation_state",
                condition=Q(state__in=["open", "used", "tied", "closed", "revoked"]),
            ),
            models.CheckConstraint(
                name="register_invitation_kind",
                condition=Q(kind="fill_in")
                | Q(kind="check_in", phone_cipher__isnull=False, person_id__isnull=False),
            ),
            models.CheckConstraint(
                name="register_invitation_used",
                condition=Q(state__in=["open", "revoked"])
                | Q(used_by__isnull=False, used_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="register_invitation_party", fields=["party", "-made_at"]),
            models.Index(
                name="register_invitation_declared",
                fields=["declaration_id"],
                condition=Q(declaration_id__isnull=False),
            ),
        ]
