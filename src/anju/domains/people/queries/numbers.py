"""From citizen numbers to persons."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.people.rules import keys
from anju.foundation.crypto import blind_indexes
from anju.foundation.db.statements import joined, rows


def by_citizen_numbers(numbers: Sequence[str]) -> dict[str, int]:
    """The persons whose live documents print these citizen numbers; unknown numbers are left out. One query."""
    if not numbers:
        return {}
    texts = [keys.index_text(keys.CITIZEN, "CHN", n) for n in numbers]
    source, values = joined(
        {"n": ("text", list(numbers)), "idx": ("bytea", blind_indexes(texts, keys.INDEX))}
    )
    return {
        n: int(p)
        for n, p in rows(
            f"""SELECT i.n, d.person_id FROM {source} AS i(n, idx)
        JOIN people_document d ON d.number_index = i.idx AND d.live""",  # noqa: S608
            values,
        )
    }
