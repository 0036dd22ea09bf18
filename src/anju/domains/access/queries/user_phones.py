"""How to reach accounts with a notice. For handlers of the platform only: phones come in clear."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.access.models import User
from anju.domains.access.queries.values import PHONE
from anju.foundation.crypto import decrypt_many


def phones_of_users(user_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(phone, language) of those of these accounts that are open and have a phone."""
    found = list(
        User.objects.filter(
            pk__in=list(user_ids), is_active=True, phone_cipher__isnull=False
        ).values_list("pk", "phone_cipher", "phone_index", "language")
    )
    clear = decrypt_many([c for _, c, _, _ in found], PHONE, rows=[i for _, _, i, _ in found])
    return {pk: (phone, language) for (pk, _, _, language), phone in zip(found, clear, strict=True)}
