"""Publishing where people belong: the rows that row-level security and search look at."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.statements import joined, run

# Search rows of the given people, rebuilt from their record. Slot 0: name, main document, phone; 10+: further
# documents; 20: the other reading of the surname; 30+: inner parts of names of four characters and more.
_REBUILD = """
WITH who AS (SELECT p.* FROM people_person p WHERE p.id = ANY(%s) AND p.merged_into_id IS NULL
             AND p.withdrawn_at IS NULL),
docs AS (SELECT d.person_id, d.tail4, d.tail5, d.tail6,
                row_number() OVER (PARTITION BY d.person_id ORDER BY d.kind <> '111', d.id) AS n
         FROM people_document d WHERE d.live AND d.person_id = ANY(%s)),
place AS (SELECT s.person_id, s.scope AS region, s.current FROM people_scope s
          WHERE s.person_id = ANY(%s) AND s.scope < ':')
INSERT INTO people_finding (person_id, region, slot, current, name, rest, pinyin, initials,
                            doc_tail4, doc_tail5, doc_tail6, phone_tail)
SELECT w.id, l.region, 0, l.current, w.name, nullif(substr(w.name, 2), ''), w.pinyin, w.initials,
       d.tail4, d.tail5, d.tail6, c.tail4
FROM who w JOIN place l ON l.person_id = w.id
LEFT JOIN docs d ON d.person_id = w.id AND d.n = 1
LEFT JOIN people_contact c ON c.person_id = w.id AND c.live AND c.kind = 'phone'
UNION ALL
SELECT d.person_id, l.region, 9 + d.n, l.current, NULL, NULL, NULL, NULL, d.tail4, d.tail5, d.tail6, NULL
FROM docs d JOIN who w ON w.id = d.person_id JOIN place l ON l.person_id = w.id WHERE d.n > 1
UNION ALL
SELECT w.id, l.region, 20, l.current, NULL, NULL, w.other_reading, NULL, NULL, NULL, NULL, NULL
FROM who w JOIN place l ON l.person_id = w.id WHERE w.other_reading <> ''
UNION ALL
SELECT w.id, l.region, 27 + g.n, l.current, NULL, substr(w.name, g.n), NULL, NULL, NULL, NULL, NULL, NULL
FROM who w JOIN place l ON l.person_id = w.id
CROSS JOIN LATERAL generate_series(3, length(w.name) - 1) AS g(n) WHERE length(w.name) > 3
"""


def publish(person_ids: Sequence[int], scopes: Sequence[tuple[int, str, bool]]) -> None:
    """Make `scopes` (person, scope key, current?) the whole truth for these people, and rebuild their search rows."""
    ids = list(person_ids)
    if not ids:
        return
    source, values = joined({"p": ("bigint", [s[0] for s in scopes]), "s": ("text", [s[1] for s in scopes]),
                             "c": ("boolean", [s[2] for s in scopes])})
    run(f"""DELETE FROM people_scope t WHERE t.person_id = ANY(%s) AND NOT EXISTS (
            SELECT FROM {source} AS i(p, s, c) WHERE i.p = t.person_id AND i.s = t.scope)""", [ids, *values])  # noqa: S608
    run(f"""INSERT INTO people_scope (person_id, scope, current) SELECT i.p, i.s, bool_or(i.c)
            FROM {source} AS i(p, s, c) GROUP BY 1, 2
            ON CONFLICT (person_id, scope) DO UPDATE SET current = excluded.current
            WHERE people_scope.current <> excluded.current""", values)  # noqa: S608
    rebuild_findings(ids)


def rebuild_findings(person_ids: Sequence[int]) -> None:
    """Compute the search rows of these people anew."""
    ids = list(person_ids)
    run("DELETE FROM people_finding WHERE person_id = ANY(%s)", [ids])
    run(_REBUILD, [ids, ids, ids])
