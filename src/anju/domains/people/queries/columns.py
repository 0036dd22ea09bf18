"""People as columns, for what is computed of many at once, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from anju.domains.people.rules.documents import HMT_PERMIT, RETURN_PASS, TAIWAN_PASS
from anju.foundation.db.arrays import read_frame
from anju.foundation.db.statements import rows

ORIGINS = pl.Schema(
    {"person": pl.Int64, "origin": pl.Utf8, "nationality": pl.Utf8, "hmt": pl.Boolean}
)
_HMT = [HMT_PERMIT, TAIWAN_PASS, RETURN_PASS]


def origin_columns(persons: Sequence[int]) -> pl.DataFrame:
    """Where people come from (`ORIGINS`), as far as the transaction sees, without merged and withdrawn records. `hmt`:
    holds a live document of a Hong Kong, Macao or Taiwan resident. One query."""
    interval = isinstance(persons, range)
    which, there = (
        ("{0} >= %s AND {0} < %s", [persons.start, persons.stop])
        if isinstance(persons, range)
        else ("{0} = ANY(%s)", [list(persons)])
    )
    return read_frame(
        f"""SELECT p.id, p.origin, p.nationality, h.person_id IS NOT NULL FROM people_person p
        LEFT JOIN (SELECT DISTINCT d.person_id FROM people_document d
                   WHERE d.live AND d.kind = ANY(%s) AND {which.format("d.person_id")}) h ON h.person_id = p.id
        WHERE {which.format("p.id")} AND p.merged_into_id IS NULL AND p.withdrawn_at IS NULL
        {"" if interval else "ORDER BY p.id"}""",  # noqa: S608
        [_HMT, *there, *there],
        ORIGINS,
    )


PERSONS = pl.Schema({"person_id": pl.Int64, "name": pl.Utf8, "sex": pl.Utf8, "birth_date": pl.Utf8})


def person_columns(persons: range) -> pl.DataFrame:
    """Name, sex and birth date (ISO 8601) of people in this range of numbers (`PERSONS`), as far as the transaction
    sees, without merged and withdrawn records. That they are shown is recorded by whoever shows them. One query."""
    return read_frame(
        """SELECT p.id, p.name, p.sex, p.birth_date::text FROM people_person p
        WHERE p.id >= %s AND p.id < %s AND p.merged_into_id IS NULL AND p.withdrawn_at IS NULL""",
        [persons.start, persons.stop],
        PERSONS,
    )


def last_person() -> int:
    """The highest number of a person so far, 0 when there are none."""
    return int(rows("SELECT coalesce(max(id), 0) FROM people_person")[0][0])


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
