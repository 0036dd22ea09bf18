"""What no course of events may leave in the register: rows that hang on nobody, and people nobody can find."""

from __future__ import annotations

from anju.foundation.db.statements import rows

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
