"""What a phone can say about whose record it is."""

from __future__ import annotations

from anju.domains.people.rules import keys
from anju.foundation.crypto import blind_index
from anju.foundation.db.statements import rows


def only_phone(person_id: int, phone: str) -> bool:
    """True when this is the only phone the record has ever held. A record that had another one belongs to somebody
    whom this phone alone does not prove."""
    found = rows(
        "SELECT bool_and(value_index = %s) FROM people_contact WHERE person_id = %s AND kind = 'phone'",
        [blind_index(phone, keys.PHONE_INDEX), person_id],
    )
    return found[0][0] is True
