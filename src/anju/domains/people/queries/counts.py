"""Where given people come from: counts and choices by origin, for figures and lists of other domains."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.statements import rows


def count_origins(person_ids: Sequence[int]) -> dict[str, int]:
    """Persons by province of origin (two digits; "" unknown; ISO alpha-3 for foreigners). One query."""
    return dict(
        rows(
            """SELECT CASE WHEN p.nationality <> 'CHN' THEN p.nationality ELSE left(p.origin, 2) END, count(*)
        FROM people_person p WHERE p.id = ANY(%s) GROUP BY 1""",
            [list(person_ids)],
        )
    )


def from_origin(person_ids: Sequence[int], origin: str) -> list[int]:
    """Those of these people who come from a province (two digits) or country (alpha-3), in the order given."""
    condition = (
        "p.nationality = %s"
        if len(origin) == 3
        else "p.nationality = 'CHN' AND left(p.origin, 2) = %s"
    )
    return [
        r[0]
        for r in rows(
            f"""SELECT i.id FROM unnest(%s::bigint[]) WITH ORDINALITY AS i(id, n)
        JOIN people_person p ON p.id = i.id WHERE {condition} ORDER BY i.n""",  # noqa: S608
            [list(person_ids), origin],
        )
    ]
