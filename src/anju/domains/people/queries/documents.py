"""Who holds a document, as far as the transaction may see."""

from __future__ import annotations

from anju.domains.people.rules import keys
from anju.foundation.crypto import blind_index
from anju.foundation.db.statements import rows


def holder_of(kind: str, issuer: str, number: str) -> int | None:
    """The person who holds this very document. None when nobody does, or nobody the transaction may see."""
    found = rows(
        "SELECT person_id FROM people_document WHERE live AND number_index = %s",
        [blind_index(keys.index_text(kind, issuer, number), keys.INDEX)],
    )
    return int(found[0][0]) if found else None
