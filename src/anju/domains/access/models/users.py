"""Accounts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from anju.domains.access.data import KINDS, LINKS


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
                name="access_user_tie_whole",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.display_name or self.username or f"#{self.pk}"

    def get_username(self) -> str:
        """The username; for the public, who have none, the number of the account."""
        return self.username or f"#{self.pk}"
