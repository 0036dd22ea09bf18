"""Tables of accounts, grants, sign-in and keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from anju.domains.access.data import KINDS, LINKS, ROLES


class Users(BaseUserManager["User"]):
    """Finds users by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Staff and clients sign in by username, in any case of letters; it is stored in lower case."""
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """An account: staff and department systems by username, the public by phone.

    The phone stands here only as a blind index and as ciphertext. `person_id` links the account to a person's record;
    a phone that can receive a code is not yet such a link.
    """

    username = models.CharField(max_length=64, unique=True, null=True)
    phone_index = models.BinaryField(max_length=16, null=True)
    phone_cipher = models.BinaryField(null=True)
    display_name = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=8, default="zh-hans")
    kind = models.CharField(max_length=8)
    is_active = models.BooleanField(default=True)
    person_id = models.BigIntegerField(null=True)
    tied_how = models.CharField(max_length=16, blank=True, default="")
    tied_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)

    objects: ClassVar[Users] = Users()

    grants_read: list[tuple[Any, ...]] | None = None
    """Columns of its live grants where they were read with it, for the request at hand."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Named indexes and constraints."""

        indexes = (
            models.Index(
                fields=["person_id"],
                name="access_user_person",
                condition=Q(person_id__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(username__isnull=True) | Q(username=Lower("username")),
                name="access_user_username_lower",
            ),
            models.UniqueConstraint(fields=["phone_index"], name="access_user_phone_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="access_user_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="public", phone_index__isnull=False)
                | Q(~Q(kind="public"), username__isnull=False),
                name="access_user_can_be_named",
            ),
            models.CheckConstraint(
                condition=Q(phone_index__isnull=True, phone_cipher__isnull=True)
                | Q(phone_index__isnull=False, phone_cipher__isnull=False),
                name="access_user_phone_whole",
            ),
            models.CheckConstraint(
                condition=Q(person_id__isnull=True, tied_how="", tied_at__isnull=True)
                | Q(person_id__isnull=False, tied_how__in=LINKS, tied_at__isnull=False),
                name="access_user_link_whole",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.display_name or self.username or f"#{self.pk}"

    def get_username(self) -> str:
        """The username; for the public, who have none, the number of the account."""
        return self.username or f"#{self.pk}"


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
