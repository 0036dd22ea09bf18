"""Messages to accounts, each in the language of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from anju.domains.access.queries.accounts import phones_of_users
from anju.foundation.notices import api as notices


def notify(
    users: Sequence[int],
    kind: str,
    words: tuple[str, str],
    *,
    at: datetime,
    context: Mapping[str, str | int],
    facts: Mapping[str, object] | None = None,
) -> int:
    """Put a message into the outbox for those of these accounts that are open and have a phone; how many. `words`:
    Chinese and English, with the names of `facts` in braces."""
    phones = phones_of_users(users)
    for phone, language in phones.values():
        text = words[0] if language.startswith("zh") else words[1]
        notices.send(kind, phone, text.format(**(facts or {})), at=at, context=context)
    return len(phones)
