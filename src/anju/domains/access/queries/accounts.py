"""Accounts as the platform itself asks about them; never shown to anybody.

How to reach them with a notice is for handlers of the platform only: phones come in clear.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from anju.domains.access.models import User
from anju.domains.access.queries.values import PHONE
from anju.foundation.crypto import decrypt, decrypt_many
from anju.foundation.db.statements import rows


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


def display_names(user_ids: Collection[int]) -> dict[int, str]:
    """Name of each of these accounts of staff, for those who work with them; others are left out."""
    found = User.objects.filter(pk__in=user_ids, kind="staff").only("display_name", "username")
    return {user.pk: user.display_name or user.username or "" for user in found}


def department_accounts() -> list[tuple[int, str]]:
    """(account, name) of the open accounts of department systems, for those who make agreements with them."""
    found = User.objects.filter(kind="client", is_active=True).only("display_name", "username")
    return sorted(
        ((user.pk, user.display_name or user.username or "") for user in found),
        key=lambda account: account[1],
    )


def phones_of_users(user_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(phone, language) of those of these accounts that are open and have a phone."""
    found = list(
        User.objects.filter(
            pk__in=list(user_ids), is_active=True, phone_cipher__isnull=False
        ).values_list("pk", "phone_cipher", "phone_index", "language")
    )
    clear = decrypt_many([c for _, c, _, _ in found], PHONE, rows=[i for _, _, i, _ in found])
    return {pk: (phone, language) for (pk, _, _, language), phone in zip(found, clear, strict=True)}


_MAKERS = """
WITH RECURSIVE made(id) AS (
  SELECT created_by FROM access_user WHERE id = %s
  UNION SELECT u.created_by FROM access_user u JOIN made m ON u.id = m.id)
SELECT id FROM made WHERE id IS NOT NULL
"""


def makers_of(user_id: int) -> frozenset[int]:
    """The account that made this one, the one that made that, and so on. Accounts of the command line have none."""
    return frozenset(int(row[0]) for row in rows(_MAKERS, [user_id]))
