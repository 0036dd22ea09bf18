"""Notifying a holder: by the accounts linked to the record, otherwise by the phone in the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.foundation.notices import api as notices

Text = tuple[str, str]


def notify_holders(
    person_ids: Sequence[int],
    kind: str,
    words: Text | Sequence[Text],
    *,
    at: datetime,
    permits: Sequence[int],
    facts: Sequence[dict[str, str]] | None = None,
) -> int:
    """Put one message a holder into the outbox, in the caller's transaction; how many could be reached. Somebody whose
    record was merged meanwhile is reached by the record that stands for them."""
    stands = people.all_canonical(set(person_ids))
    person_ids = [stands.get(p, p) for p in person_ids]
    phones = people.phones(person_ids)
    sent = 0
    for n, (person, permit) in enumerate(zip(person_ids, permits, strict=True)):
        text = words if isinstance(words, tuple) and isinstance(words[0], str) else words[n]
        told = facts[n] if facts else {}
        reached = list(access.phones_of_users(access.accounts_of(person)).values()) or [
            (phones.get(person, ""), "zh-hans")
        ]
        for phone, language in reached:
            if phone:
                chosen = str(text[0] if language.startswith("zh") else text[1])
                notices.send(kind, phone, chosen.format(**told), at=at, context={"permit": permit})
                sent += 1
    return sent
