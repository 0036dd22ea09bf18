"""Documents that turn up after a person was entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from anju.domains.people.operations.intake import add_documents
from anju.domains.people.queries.documents import holder_of
from anju.domains.people.rules import keys
from anju.foundation.crypto import blind_index
from anju.foundation.db.statements import rows, run


def adopt_document(
    person_id: int, *, kind: str, issuer: str, number: str, at: datetime
) -> int | None:
    """Enter a document a known person holds; its id, or None when it is on file already."""
    if holder_of(kind, issuer, number) is not None:
        return None
    add_documents(
        pl.DataFrame(
            {
                "person_id": [person_id],
                "doc_type": [kind],
                "doc_number": [number],
                "nationality": [issuer],
            }
        ),
        at=at,
    )
    index = blind_index(keys.index_text(kind, issuer, number), keys.INDEX)
    return int(
        rows("SELECT id FROM people_document WHERE live AND number_index = %s", [index])[0][0]
    )


def drop_documents(ids: Sequence[int]) -> None:
    """Take documents back that an undone declaration had brought."""
    run("UPDATE people_document SET live = false WHERE id = ANY(%s)", [list(ids)])
