"""After a crash: is every acknowledged declaration there, and whatever is there, whole?"""

from __future__ import annotations

from typing import Any

_HALF = {
    "without_batch": "NOT EXISTS (SELECT FROM register_batch b WHERE b.id = d.batch_id)",
    "without_person": "NOT EXISTS (SELECT FROM people_person p WHERE p.id = d.person_id)",
    "without_document": "NOT EXISTS (SELECT FROM people_document t WHERE t.person_id = d.person_id AND t.live)",
    "without_phone": "NOT EXISTS (SELECT FROM people_contact c WHERE c.person_id = d.person_id AND c.live)",
    "without_one_stay": "1 <> (SELECT count(*) FROM register_stay s WHERE s.declaration_id = d.id"
    " AND s.superseded_at IS NULL AND s.person_id = d.person_id)",
    "without_scope": "NOT EXISTS (SELECT FROM people_scope s WHERE s.person_id = d.person_id AND s.scope = d.region)",
    "without_search_row": "NOT EXISTS (SELECT FROM people_finding f WHERE f.person_id = d.person_id"
    " AND f.region = d.region)",
    "without_trail": "NOT EXISTS (SELECT FROM audit_entry e WHERE e.person_id = d.person_id"
    " AND e.action = 'register.declare' AND e.subject_id = d.id::text)",
    "without_event": "NOT EXISTS (SELECT FROM events_event e WHERE e.name = 'register.applied'"
    " AND e.payload->'declarations' @> to_jsonb(d.id))",
}
"""What is missing of an applied declaration `d`."""
_STRAY = {
    "stay_without_declaration": "SELECT count(*) FROM register_stay s WHERE s.declaration_id > %(mark)s AND NOT EXISTS"
    " (SELECT FROM register_declaration d WHERE d.id = s.declaration_id)",
    "trail_without_declaration": "SELECT count(*) FROM audit_entry e WHERE e.subject_kind = 'declaration' AND"
    " e.subject_id::bigint > %(mark)s AND e.action = 'register.declare' AND NOT EXISTS"
    " (SELECT FROM register_declaration d WHERE d.id = e.subject_id::bigint)",
    "person_without_document": "SELECT count(*) FROM people_person p WHERE p.id > (SELECT coalesce(min(person_id), 0)"
    " FROM register_declaration WHERE id > %(mark)s) AND NOT EXISTS"
    " (SELECT FROM people_document t WHERE t.person_id = p.id)",
}
"""What stands without the declaration it belongs to."""


def whole(found: Any, mark: int, acknowledged: dict[str, int]) -> dict[str, Any]:
    """Counts of what is lost or half there among declarations after `mark`; and does the trail verify?"""
    import psycopg

    from anju.foundation.audit import api as audit
    from anju.foundation.clock import now

    with psycopg.connect(found.database.owner_url) as owner:
        kept = dict(
            owner.execute(
                "SELECT key, id FROM register_declaration WHERE id > %s AND status = 'applied'",
                [mark],
            ).fetchall()
        )
        columns = ", ".join(f"count(*) FILTER (WHERE {sql})" for sql in _HALF.values())
        row = (
            owner.execute(
                f"SELECT {columns} FROM register_declaration d WHERE d.id > %s AND d.status = 'applied'",
                [mark],
            ).fetchone()
            or ()
        )
        half = dict(zip(_HALF, row, strict=True))
        for name, sql in _STRAY.items():
            one = owner.execute(sql, {"mark": mark}).fetchone()
            half[name] = one[0] if one else 0
    audit.seal(now())
    return {
        "declarations": len(kept),
        "lost": sum(kept.get(k) != n for k, n in acknowledged.items()),
        "half_applied": half,
        "trail_whole": audit.verify().problem is None,
    }
