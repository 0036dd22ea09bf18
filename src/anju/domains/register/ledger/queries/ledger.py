"""Reading the ledger: stays, jobs and absences, now and "as of" (effective day and recorded moment)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from anju.domains.register.ledger.data.views import JobView, StayView
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

STAY = """SELECT s.id, s.line, s.person_id, s.home_id, s.region, lower(s.period), upper(s.period), s.reason,
    s.dwelling, s.habitual, s.leave_due, s.channel, coalesce(b.label, ''), s.declaration_id, s.recorded_at
    FROM register_stay s LEFT JOIN register_declaration d ON d.id = s.declaration_id
    LEFT JOIN register_batch b ON b.id = d.batch_id"""
_JOB = """SELECT s.id, s.line, s.person_id, s.employer_id, s.region, lower(s.period), upper(s.period), s.position,
    s.channel, coalesce(b.label, ''), s.declaration_id, s.recorded_at
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
