"""The SQL that writes down, in the transaction that changes a table, by how much its sums change.

A statement's rows before and after are compared: the runs of every key it touches, before less after, on every level.
What results is added to a list that nobody else writes to, so that writers never wait for each other; `keeping` adds
the list up later. A figure is the sums and the list together, exact at any moment.
"""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.statistics.sums.data.kept import LEVELS, RUNS, TABLES, Run

_LEVELS = ", ".join(f"({level})" for level in LEVELS)
_RESTORED = """IF current_setting('anju.maintenance', true) = 'restore'
      AND session_user NOT IN ('anju_app', 'anju_door') THEN
    RETURN NULL;
  END IF;"""
"""What is restored from a backup brings its sums along."""
IMAGE = (
    "region",
    "period",
    "habitual",
    "reason",
    "police_reason",
    "dwelling",
    "leave_due",
    "channel",
)
PERSON = ("sex", "birth_date", "origin", "nationality")
"""What of a stay and of its person decides which sums it is in."""
_NO_ROWS = "SELECT * FROM {table} WHERE false"
ADDED, CHANGED, REMOVED = ("INSERT", "UPDATE", "DELETE")
HEAD = (
    "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off"
)
"""As the owner, for whoever writes the ledger writes no sums; look-ups by key, whatever the plan was first made for."""


def edges_of(moved: str) -> str:
    """Rows (level, place, day, began, ended) of ``moved (sign, key, region, period)``: what begins and ends in each
    division once touching periods of a key are one."""
    return f"""WITH runs AS (
      SELECT sign, l.level, left(m.region, l.level) AS place, unnest(range_agg(m.period)) AS run
      FROM {moved} m CROSS JOIN (VALUES {_LEVELS}) l(level)
      GROUP BY sign, key, l.level, left(m.region, l.level))
    SELECT level, place, day, sum(began) AS began, sum(ended) AS ended FROM (
      SELECT level, place, coalesce(lower(run), '-infinity') AS day, sign AS began, 0 AS ended FROM runs
      UNION ALL SELECT level, place, upper(run), 0, sign FROM runs WHERE upper(run) IS NOT NULL) e
    GROUP BY level, place, day HAVING sum(began) <> 0 OR sum(ended) <> 0"""  # noqa: S608


def rows_of(run: Run, source: str) -> str:
    """Rows (key, region, period) of a run in a table or relation."""
    return f"SELECT {run.key} AS key, s.region, {run.period} AS period FROM {source} s WHERE {run.where}"  # noqa: S608


def _edges_changed(run: Run, old: str, new: str) -> str:
    return f"""
  WITH gone AS ({rows_of(run, old)}), come AS ({rows_of(run, new)}),
  same AS (SELECT t.key, u.region, u.period FROM (SELECT key FROM gone UNION SELECT key FROM come) t
    CROSS JOIN LATERAL ({rows_of(run, run.table)} AND {run.key} = t.key
      AND NOT EXISTS (SELECT FROM {new} n WHERE n.id = s.id) OFFSET 0) u),
  moved AS (SELECT -1 AS sign, * FROM gone UNION ALL SELECT -1, * FROM same
    UNION ALL SELECT 1, * FROM come UNION ALL SELECT 1, * FROM same)
  INSERT INTO statistics_flow_change (fact, level, place, day, began, ended)
  SELECT '{run.fact}', * FROM ({edges_of("moved")}) c;"""  # noqa: S608


def _images(old: str, new: str) -> str:
    signed = " UNION ALL ".join(
        f"SELECT {sign} AS sign, r.* FROM {source} r WHERE r.superseded_at IS NULL"  # noqa: S608
        for sign, source in ((-1, old), (1, new))
    )
    return f"""
  INSERT INTO statistics_stay_change (sign, {", ".join((*IMAGE, *PERSON))})
  SELECT s.sign, {", ".join("s." + c for c in IMAGE)}, {", ".join("p." + c for c in PERSON)}
  FROM ({signed}) s LEFT JOIN LATERAL (SELECT * FROM people_person q WHERE q.id = s.person_id OFFSET 0) p ON true
  WHERE s.habitual;"""  # noqa: S608


def functions(table: str) -> Sequence[str]:
    """The triggers of a table, one a kind of statement, and their functions."""
    made = []
    for event in (ADDED, CHANGED, REMOVED):
        nothing = f"({_NO_ROWS.format(table=table)})"
        old = "old_rows" if event != ADDED else nothing
        new = "new_rows" if event != REMOVED else nothing
        body = "".join(_edges_changed(run, old, new) for run in RUNS if run.table == table)
        body += _images(old, new) if table == "register_stay" else ""
        name = f"statistics_{table}_{event.lower()}"
        seen = [
            f"{word} TABLE AS {rows}"
            for word, rows in (("OLD", "old_rows"), ("NEW", "new_rows"))
            if rows in (old, new)
        ]
        made += [
            _function(name, f"{_RESTORED}{body}"),
            _trigger(name, f"{event} ON {table} REFERENCING {' '.join(seen)} FOR EACH STATEMENT"),
        ]
    return [*made, *_forgotten(table)]


def _forgotten(table: str) -> Sequence[str]:
    facts = ", ".join(f"'{run.fact}'" for run in RUNS if run.table == table)
    name = f"statistics_{table}_truncate"
    body = f"DELETE FROM statistics_kept_day WHERE fact IN ({facts});"  # noqa: S608
    return [_function(name, body), _trigger(name, f"TRUNCATE ON {table} FOR EACH STATEMENT")]


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger {HEAD} AS $$\nBEGIN\n  {body}\n  RETURN NULL;\nEND $$"


def _trigger(name: str, when: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} AFTER {when} EXECUTE FUNCTION {name}()"


def person_function() -> Sequence[str]:
    """The trigger for a person whose sex, birth date or origin is read anew: their stays are in other sums."""
    differs = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in PERSON)
    columns, stay = ", ".join((*IMAGE, *PERSON)), ", ".join("s." + c for c in IMAGE)
    signed = " UNION ALL ".join(
        f"SELECT {sign} AS sign, {', '.join(f'{row}.{c} AS {c}' for c in PERSON)}"
        for sign, row in ((-1, "OLD"), (1, "NEW"))
    )
    body = f"""INSERT INTO statistics_stay_change (sign, {columns})
  SELECT p.sign, {stay}, {", ".join("p." + c for c in PERSON)} FROM register_stay s, ({signed}) p
  WHERE s.person_id = NEW.id AND s.superseded_at IS NULL AND s.habitual;"""  # noqa: S608
    name = "statistics_people_person_update"
    return [
        _function(name, body),
        _trigger(name, f"UPDATE ON people_person FOR EACH ROW WHEN ({differs})"),
    ]


def install() -> list[str]:
    """All statements that make sums follow their tables."""
    made = [*(one for table in TABLES for one in functions(table)), *person_function()]
    nobody = [
        f"REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC, anju_app, anju_door" for name in _names()
    ]
    return [*made, *nobody]


def uninstall() -> list[str]:
    """And those that take this back."""
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in _names()]


def _names() -> Sequence[str]:
    events = ("insert", "update", "delete", "truncate")
    of_tables = [f"statistics_{table}_{event}" for table in TABLES for event in events]
    return [*of_tables, "statistics_people_person_update"]
