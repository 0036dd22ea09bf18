"""Stays and jobs, as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.register.ledger.data import AwayView, JobView, StayView
from anju.foundation.db.arrays import read_frame
from anju.foundation.db.committed import committed_until
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import joined, rows

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


_GONE = "JOIN people_person p ON p.id = t.{column} AND (p.merged_into_id IS NOT NULL OR p.withdrawn_at IS NOT NULL)"

_TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
"""The database's own day is that of UTC, which begins eight hours late."""


def _hanging(table: str, live: str, column: str = "person_id") -> str:
    return f"SELECT count(*) FROM {table} t {_GONE.format(column=column)} WHERE {live}"  # noqa: S608 - tables of ours


_CHECKS = {
    "stays_of_nobody": _hanging("register_stay", "t.superseded_at IS NULL"),
    "jobs_of_nobody": _hanging("register_job", "t.superseded_at IS NULL"),
    "absences_of_nobody": _hanging("register_absence", "t.superseded_at IS NULL"),
    "documents_of_withdrawn": """SELECT count(*) FROM people_document t JOIN people_person p ON p.id = t.person_id
        AND p.withdrawn_at IS NOT NULL WHERE t.live""",
    "documents_of_merged": """SELECT count(*) FROM people_document t JOIN people_person p ON p.id = t.person_id
        AND p.merged_into_id IS NOT NULL WHERE t.live""",
    "places_of_nobody": _hanging("people_scope", "true"),
    "search_rows_of_nobody": _hanging("people_finding", "true"),
    "accounts_of_nobody": _hanging("access_user", "true"),
    "declared_but_withdrawn": """SELECT count(*) FROM people_person p WHERE p.withdrawn_at IS NOT NULL AND EXISTS (
        SELECT FROM register_declaration d WHERE d.person_id = p.id AND d.status IN ('applied', 'unchanged'))""",
    "living_but_not_found": """SELECT count(*) FROM register_stay t WHERE t.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM people_scope s WHERE s.person_id = t.person_id AND s.scope = t.region)""",
    "two_open_stays": f"""SELECT count(*) FROM (SELECT person_id FROM register_stay WHERE superseded_at IS NULL
        AND (upper_inf(period) OR upper(period) > {_TODAY}) AND lower(period) <= {_TODAY}
        GROUP BY person_id HAVING count(*) > 1) twice""",  # noqa: S608 - an expression of ours
}


def inconsistencies() -> dict[str, int]:
    """How many rows contradict each rule; only those rules that are broken. Reads the whole register."""
    return {name: n for name, sql in _CHECKS.items() if (n := int(rows(sql)[0][0]))}


def answerable(known_at: datetime, *, at: datetime) -> datetime:
    """The moment for which a question "as known at `known_at`", asked `at`, is answered: an earlier one where something
    recorded before it may still be committed (an import under way). Asked again for that moment, the
    answer is the same."""
    return min(known_at, committed_until(at))


STAY = """SELECT s.id, s.line, s.person_id, s.home_id, s.region, lower(s.period), upper(s.period), s.reason,
    s.dwelling, s.habitual, s.leave_due, s.channel, coalesce(b.label, ''), s.declaration_id, s.recorded_at
    FROM register_stay s LEFT JOIN register_declaration d ON d.id = s.declaration_id
    LEFT JOIN register_batch b ON b.id = d.batch_id"""
_JOB = """SELECT s.id, s.line, s.person_id, s.employer_id, s.region, lower(s.period), upper(s.period), s.position,
    s.channel, coalesce(b.label, ''), s.declaration_id, s.recorded_at, s.contract_end
    FROM register_job s LEFT JOIN register_declaration d ON d.id = s.declaration_id
    LEFT JOIN register_batch b ON b.id = d.batch_id"""


def _held(known_at: datetime | None) -> tuple[str, list[Any]]:
    """Versions held for true at that moment; None: now."""
    if known_at is None:
        return "s.superseded_at IS NULL", []
    return "s.recorded_at <= %s AND (s.superseded_at IS NULL OR s.superseded_at > %s)", [
        known_at,
        known_at,
    ]


def stays_of(
    person_ids: Sequence[int],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[StayView]:
    """Stays of people, oldest first; with `as_of` only those of that day; with `known_at` as then recorded."""
    held, params = _held(known_at)
    day = "AND s.period @> %s::date" if as_of else ""
    return [
        StayView(*r)
        for r in rows(
            f"{STAY} WHERE s.person_id = ANY(%s) AND {held} {day} ORDER BY lower(s.period), s.id",
            [list(person_ids), *params, *([as_of] if as_of else [])],
        )
    ]


def away_to(person_ids: Sequence[int], *, as_of: date) -> list[AwayView]:
    """Those of these people who live elsewhere on a day and named the division they went to."""
    return [
        AwayView(*r)
        for r in rows(
            """SELECT person_id, lower(period), destination FROM register_absence
            WHERE person_id = ANY(%s) AND superseded_at IS NULL AND period @> %s::date
              AND destination <> '' ORDER BY person_id""",
            [list(person_ids), as_of],
        )
    ]


def habitual_on(asked: Sequence[tuple[int, date]]) -> list[tuple[str, int | None]]:
    """(region, home) of the habitual stay of each person on the day beside them; ("", None) where there is none. One
    query, which reads as much for a number that is nobody's."""
    source, values = joined(
        {
            "n": ("int", list(range(len(asked)))),
            "p": ("bigint", [person for person, _ in asked]),
            "d": ("date", [day for _, day in asked]),
        }
    )
    sql = f"""SELECT i.n, coalesce(s.region, ''), s.home_id FROM {source} AS i(n, p, d)
    LEFT JOIN register_stay s ON s.person_id = i.p AND s.superseded_at IS NULL AND s.habitual
        AND s.period @> i.d ORDER BY i.n"""  # noqa: S608 - names of this file
    return [(region, home) for _, region, home in rows(sql, values, often=True)]


def some_resident() -> int:
    """Anybody who has a habitual stay; 0 where there is none. One query."""
    found = rows(
        "SELECT person_id FROM register_stay WHERE superseded_at IS NULL AND habitual LIMIT 1"
    )
    return int(found[0][0]) if found else 0


def standing(versions: Sequence[int]) -> dict[int, StayView]:
    """Of these versions of stays the ones that hold now, by the version asked for: a stay that was corrected since is
    read as corrected. Those out of sight, withdrawn or ended by an undo are left out. Two queries."""
    lines = dict(rows("SELECT id, line FROM register_stay WHERE id = ANY(%s)", [list(versions)]))
    if not lines:
        return {}
    sql = f"{STAY} WHERE s.line = ANY(%s) AND s.superseded_at IS NULL"
    live = {s.line: s for s in (StayView(*r) for r in rows(sql, [list(lines.values())]))}
    return {version: live[line] for version, line in lines.items() if line in live}


def jobs_of(
    person_ids: Sequence[int],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[JobView]:
    """Jobs of people, oldest first; `as_of` and `known_at` as in `stays_of`."""
    held, params = _held(known_at)
    day = "AND s.period @> %s::date" if as_of else ""
    return [
        JobView(*r)
        for r in rows(
            f"{_JOB} WHERE s.person_id = ANY(%s) AND {held} {day} ORDER BY lower(s.period), s.id",
            [list(person_ids), *params, *([as_of] if as_of else [])],
        )
    ]


def occupants(home_ids: Sequence[int], *, as_of: date) -> list[StayView]:
    """Who lives in these homes on that day. One query."""
    return [
        StayView(*r)
        for r in rows(
            f"{STAY} WHERE s.home_id = ANY(%s) AND s.superseded_at IS NULL AND s.habitual AND s.period @> %s::date "
            "ORDER BY s.home_id, lower(s.period), s.id",
            [list(home_ids), as_of],
        )
    ]


LEFT_TODAY = """(lower(s.period) = %s::date AND upper(s.period) = %s::date + 1 AND EXISTS (SELECT
    FROM register_declaration w WHERE w.id = s.declaration_id AND w.kind = 'leave' AND w.effective <= %s::date))"""
"""The condition on a stay `s` to be of somebody who came and left on that day (a parameter, three times): they stayed
that day, and their place is free again."""


def left_today(home_ids: Sequence[int], *, day: date) -> list[tuple[int, int]]:
    """(person, home) of those who came to these homes and left them on that day. One query."""
    return rows(
        f"""SELECT s.person_id, s.home_id FROM register_stay s WHERE s.home_id = ANY(%s)
        AND s.superseded_at IS NULL AND s.habitual AND {LEFT_TODAY}""",  # noqa: S608 - a condition of ours
        [list(home_ids), day, day, day],
    )


def history_of_home(home_id: int, *, limit: int = 100) -> list[StayView]:
    """All stays in a home, newest first."""
    return [
        StayView(*r)
        for r in rows(
            f"{STAY} WHERE s.home_id = %s AND s.superseded_at IS NULL ORDER BY lower(s.period) DESC, s.id"
            " DESC LIMIT %s",
            [home_id, limit],
        )
    ]


def workers(employer_id: int, *, as_of: date, limit: int = 50, offset: int = 0) -> list[JobView]:
    """Who works for an employer on that day, newest first."""
    return [
        JobView(*r)
        for r in rows(
            f"""{_JOB} WHERE s.id IN (SELECT t.id FROM register_job t WHERE t.employer_id = %s AND
            t.superseded_at IS NULL
            AND t.period @> %s::date ORDER BY lower(t.period) DESC, t.person_id DESC LIMIT %s OFFSET %s)
        ORDER BY lower(s.period) DESC, s.person_id DESC""",  # noqa: S608
            [employer_id, as_of, limit, offset],
        )
    ]


def head_count(employer_id: int, *, as_of: date) -> int:
    """How many work there on that day."""
    return int(
        rows(
            "SELECT count(*) FROM register_job s WHERE s.employer_id = %s AND s.superseded_at IS NULL "
            "AND s.period @> %s::date",
            [employer_id, as_of],
        )[0][0]
    )


def living_in(region: str, *, as_of: date) -> int:
    """How many people live in a region on that day (distinct persons, habitual stays)."""
    lo, hi = subtree(region)
    return int(
        rows(
            "SELECT count(DISTINCT s.person_id) FROM register_stay s WHERE s.superseded_at IS NULL "
            "AND s.habitual AND s.region >= %s AND s.region < %s AND s.period @> %s::date",
            [lo, hi, as_of],
        )[0][0]
    )


def stay(version: int) -> StayView | None:
    """One present version of a stay, as far as the transaction may see it."""
    found = rows(f"{STAY} WHERE s.id = %s AND s.superseded_at IS NULL", [version])
    return StayView(*found[0]) if found else None
