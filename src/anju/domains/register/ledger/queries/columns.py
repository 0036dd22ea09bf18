"""The ledger as columns, for what is computed of many people at once. A `range` of person ids means
the whole interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from anju.foundation.db.frames import read_frame
from anju.foundation.db.statements import rows

STAYS = pl.Schema(
    {
        "person": pl.Int64,
        "id": pl.Int64,
        "region": pl.Utf8,
        "since": pl.Date,
        "until": pl.Date,
        "registered": pl.Date,
        "dwelling": pl.Utf8,
    }
)
JOBS = pl.Schema(
    {"person": pl.Int64, "id": pl.Int64, "region": pl.Utf8, "since": pl.Date, "until": pl.Date}
)


def stay_columns(persons: Sequence[int]) -> pl.DataFrame:
    """Present versions of habitual stays (`STAYS`), as far as the transaction sees. `registered`: the day in China on
    which the first word of the stay was said; `dwelling`: "" where the home itself is not known. One query."""
    which, params = _which("s", persons)
    return read_frame(
        f"""SELECT s.person_id, s.id, s.region, lower(s.period), upper(s.period),
            (coalesce(d.said_at, f.recorded_at, s.recorded_at) AT TIME ZONE 'Asia/Shanghai')::date,
            CASE WHEN s.home_id IS NULL THEN '' ELSE s.dwelling END
        FROM register_stay s LEFT JOIN register_stay f ON f.id = s.line
        LEFT JOIN register_declaration d ON d.id = coalesce(f.declaration_id, s.declaration_id)
        WHERE s.superseded_at IS NULL AND s.habitual AND {which}""",  # noqa: S608
        params,
        STAYS,
    )


def job_columns(persons: Sequence[int]) -> pl.DataFrame:
    """Present versions of jobs (`JOBS`), as far as the transaction sees. One query."""
    which, params = _which("j", persons)
    return read_frame(
        f"""SELECT j.person_id, j.id, j.region, lower(j.period), upper(j.period) FROM register_job j
        WHERE j.superseded_at IS NULL AND {which}""",  # noqa: S608
        params,
        JOBS,
    )


def people_of(*, declarations: Sequence[int] = (), batches: Sequence[int] = ()) -> list[int]:
    """The people whom these declarations, or all declarations of these batches, are about."""
    return [
        r[0]
        for r in rows(
            """SELECT DISTINCT person_id FROM register_declaration
        WHERE person_id IS NOT NULL AND (id = ANY(%s) OR batch_id = ANY(%s)) ORDER BY person_id""",
            [list(declarations), list(batches)],
        )
    ]


def _which(table: str, persons: Sequence[int]) -> tuple[str, list[Any]]:
    if isinstance(persons, range):
        return f"{table}.person_id >= %s AND {table}.person_id < %s", [persons.start, persons.stop]
    return f"{table}.person_id = ANY(%s)", [list(persons)]
