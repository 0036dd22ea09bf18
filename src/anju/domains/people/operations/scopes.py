"""Publishing where people belong: the rows that row-level security and search look at."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.arrays import literal
from anju.foundation.db.statements import run

_WHO = "%(ids)s::bigint[]"

# Search rows of the given people as their record has them. Slot 0: name (as it is looked up), main
# document, phone; 10+: further
# documents; 20 to 29: other readings; 30+: inner parts of names of four characters and more.
_WANTED = f"""
who AS (SELECT p.*, coalesce(nullif(p.search_name, ''), p.name) AS key FROM people_person p
        WHERE p.id = ANY({_WHO}) AND p.merged_into_id IS NULL AND p.withdrawn_at IS NULL),
docs AS (SELECT d.person_id, d.tail6,
                row_number() OVER (PARTITION BY d.person_id ORDER BY d.kind <> '111', d.id) AS n
         FROM people_document d WHERE d.live AND d.person_id = ANY({_WHO})),
wanted (person_id, region, slot, current, name, rest, pinyin, initials, doc_tail6, phone_tail)
  AS MATERIALIZED (
  SELECT w.id, l.region, 0, l.current, w.key, nullif(substr(w.key, 2), ''), w.pinyin, w.initials,
         d.tail6, c.tail4
  FROM who w JOIN place l ON l.person_id = w.id
  LEFT JOIN docs d ON d.person_id = w.id AND d.n = 1
  LEFT JOIN people_contact c ON c.person_id = w.id AND c.live AND c.kind = 'phone'
  UNION ALL
  SELECT d.person_id, l.region, 9 + d.n, l.current, NULL, NULL, NULL, NULL, d.tail6, NULL
  FROM docs d JOIN who w ON w.id = d.person_id JOIN place l ON l.person_id = w.id WHERE d.n > 1
  UNION ALL
  SELECT w.id, l.region, 19 + r.n, l.current, NULL, NULL, r.reading, NULL, NULL, NULL
  FROM who w JOIN place l ON l.person_id = w.id
  CROSS JOIN LATERAL string_to_table(w.other_reading, ' ') WITH ORDINALITY AS r(reading, n) WHERE w.other_reading <> ''
  UNION ALL
  SELECT w.id, l.region, 27 + g.n, l.current, NULL, substr(w.key, g.n), NULL, NULL, NULL, NULL
  FROM who w JOIN place l ON l.person_id = w.id
  CROSS JOIN LATERAL generate_series(3, length(w.key) - 1) AS g(n) WHERE length(w.key) > 3)"""  # noqa: S608

_KEYS = "current, name, rest, pinyin, initials, doc_tail6, phone_tail"
_REPLACE = f"""
dropped AS (DELETE FROM people_finding f WHERE f.person_id = ANY({_WHO}) AND NOT EXISTS (
    SELECT FROM wanted w WHERE w.person_id = f.person_id AND w.region = f.region AND w.slot = f.slot))
INSERT INTO people_finding (person_id, region, slot, {_KEYS}) SELECT person_id, region, slot, {_KEYS} FROM wanted
ON CONFLICT (person_id, region, slot) DO UPDATE
SET ({_KEYS}) = ({", ".join("excluded." + k for k in _KEYS.split(", "))})
WHERE ({", ".join("people_finding." + k for k in _KEYS.split(", "))})
   IS DISTINCT FROM ({", ".join("excluded." + k for k in _KEYS.split(", "))})"""  # noqa: S608 - constants of this file

_GIVEN = f"""given AS MATERIALIZED (SELECT p, s, bool_or(c) AS c FROM (
    SELECT * FROM unnest(%(people)s::bigint[], %(scopes)s::text[], %(currents)s::boolean[]) AS i(p, s, c)
    UNION ALL SELECT g.ward_id, 'person:' || g.guardian_id, true FROM people_guardianship g
    JOIN people_person w ON w.id = g.ward_id AND w.merged_into_id IS NULL AND w.withdrawn_at IS NULL
    WHERE g.until IS NULL AND g.ward_id = ANY({_WHO})) said GROUP BY 1, 2)"""  # noqa: S608

# Rows that stay as they are are not written again: an unchanged person costs no index a thing.
_PUBLISH = f"""
WITH {_GIVEN},
gone AS (DELETE FROM people_scope t WHERE t.person_id = ANY({_WHO}) AND NOT EXISTS (
    SELECT FROM given g WHERE g.p = t.person_id AND g.s = t.scope)),
put AS (INSERT INTO people_scope (person_id, scope, current) SELECT p, s, c FROM given
    ON CONFLICT (person_id, scope) DO UPDATE SET current = excluded.current
    WHERE people_scope.current <> excluded.current),
place AS (SELECT p AS person_id, s AS region, c AS current FROM given WHERE s < ':'),
{_WANTED},
{_REPLACE}"""  # noqa: S608 - constants of this file

# Newcomers have no rows yet: nothing to compare with, nothing to take away.
_PUBLISH_FIRST = f"""
WITH {_GIVEN},
put AS (INSERT INTO people_scope (person_id, scope, current) SELECT p, s, c FROM given),
place AS (SELECT p AS person_id, s AS region, c AS current FROM given WHERE s < ':'),
{_WANTED}
INSERT INTO people_finding (person_id, region, slot, {_KEYS}) SELECT person_id, region, slot, {_KEYS} FROM wanted
"""  # noqa: S608 - constants of this file

_REBUILD = f"""
WITH place AS (SELECT s.person_id, s.scope AS region, s.current FROM people_scope s
               WHERE s.person_id = ANY({_WHO}) AND s.scope < ':'),
{_WANTED},
{_REPLACE}"""  # noqa: S608 - constants of this file


def publish(
    person_ids: Sequence[int], scopes: Sequence[tuple[int, str, bool]], *, first: bool = False
) -> None:
    """Make `scopes` (person, scope key, current?) and guardians the whole truth for these people, and with it their
    search rows. One statement. `first`: these people were entered in this transaction and never published."""
    ids = list(person_ids)
    if not ids:
        return
    people, keys, currents = zip(*scopes, strict=True) if scopes else ((), (), ())
    run(
        _PUBLISH_FIRST if first else _PUBLISH,
        {
            "ids": literal("bigint", ids),
            "people": literal("bigint", people),
            "scopes": literal("text", keys),
            "currents": literal("boolean", currents),
        },
        often=True,
    )


def rebuild_findings(person_ids: Sequence[int]) -> None:
    """Compute the search rows of these people anew."""
    run(_REBUILD, {"ids": literal("bigint", list(person_ids))})
