"""Which ids are people's."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.statements import rows


def existing(person_ids: Sequence[int]) -> list[int]:
    """Those of the ids that are a record the transaction may see. One query."""
    return [
        p
        for (p,) in rows(
            "SELECT id FROM people_person WHERE id = ANY(%s) ORDER BY id", [list(person_ids)]
        )
    ]
