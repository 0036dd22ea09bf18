"""What the ledger says of persons whose records are compared: where each lives, and who was listed beside whom."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.statements import joined, rows


def last_homes(person_ids: Sequence[int]) -> dict[int, int]:
    """The home of each person's latest stay, as far as the transaction sees. One query."""
    return {
        int(p): int(h)
        for p, h in rows(
            """SELECT DISTINCT ON (person_id) person_id, home_id FROM register_stay
            WHERE person_id = ANY(%s) AND superseded_at IS NULL AND home_id IS NOT NULL
            ORDER BY person_id, upper(period) DESC NULLS FIRST, id DESC""",
            [list(person_ids)],
        )
    }


def on_one_roster(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs whom one employer named side by side in one list: it knows them as two people. One query."""
    if not pairs:
        return set()
    source, values = joined(
        {"a": ("bigint", [a for a, _ in pairs]), "b": ("bigint", [b for _, b in pairs])}
    )
    return {
        (int(a), int(b))
        for a, b in rows(
            f"""SELECT i.a, i.b FROM {source} AS i(a, b) WHERE EXISTS (
            SELECT FROM register_declaration x JOIN register_declaration y ON y.batch_id = x.batch_id
            JOIN register_batch l ON l.id = x.batch_id AND l.form = 'employer-roster'
            WHERE x.person_id = i.a AND y.person_id = i.b AND x.status IN ('applied', 'unchanged')
              AND y.status IN ('applied', 'unchanged'))""",  # noqa: S608
            values,
        )
    }
