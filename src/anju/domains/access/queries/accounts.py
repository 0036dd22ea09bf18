"""Accounts as the platform itself asks about them; never shown to anybody."""

from __future__ import annotations

from collections.abc import Collection

from anju.domains.access.models import User
from anju.domains.access.queries.values import PHONE
from anju.foundation.crypto import decrypt


def phone_of(user_id: int) -> str:
    """The phone an account proves each time it signs in, in clear: for comparing and declaring, not for showing."""
    row = (
        User.objects.filter(pk=user_id, is_active=True).only("phone_cipher", "phone_index").first()
    )
    return decrypt(row.phone_cipher, PHONE, row=row.phone_index) if row and row.phone_cipher else ""


def accounts_of(person_id: int) -> tuple[int, ...]:
    """The accounts linked to a person's record."""
    return tuple(
        User.objects.filter(person_id=person_id).order_by("pk").values_list("pk", flat=True)
    )


def records_of(user_ids: Collection[int]) -> dict[int, int]:
    """Account → the record it is linked to; accounts without one are left out."""
    found = User.objects.filter(pk__in=user_ids).values_list("pk", "person_id")
    return {user: person for user, person in found if person is not None}
