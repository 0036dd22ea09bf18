"""Row-level security, written once: the SQL that migrations run for a table.

A policy compares scope keys of a row with ``anju.scope``. The setting is read in a sub-select, so that
PostgreSQL evaluates it once a statement and not once a row.

`anju_app` may *become* `anju_door` but does not inherit from it: with inheritance intake's policies, which admit
every row, would hold for every page as well.
"""

from __future__ import annotations

from django.db import migrations

SCOPE = "(SELECT nullif(current_setting('anju.scope', true), '')::anju_scope)"

ROLES = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anju_app') THEN CREATE ROLE anju_app LOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anju_door') THEN CREATE ROLE anju_door NOLOGIN; END IF;
END $$;
GRANT anju_door TO anju_app WITH INHERIT FALSE, SET TRUE;
GRANT USAGE ON SCHEMA public TO anju_app, anju_door;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO anju_app, anju_door;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO anju_app, anju_door;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO anju_app, anju_door;
"""


def scoped(*keys: str) -> str:
    """Condition: one of these scope keys (SQL expressions yielding text, NULL allowed) is in the actor's scope."""
    return "(" + " OR ".join(f"{SCOPE} @> ({key})" for key in keys) + ")"


def protect(
    table: str, *, see: str, write: str | None = None, append_only: bool = False
) -> migrations.RunSQL:
    """Switch row-level security on: `anju_app` is held to `see` (and `write` for changes), `anju_door` passes."""
    return migrations.RunSQL(
        sql=_statements(table, see, write, append_only), reverse_sql=_undo(table)
    )


def _statements(table: str, see: str, write: str | None, append_only: bool) -> tuple[str, ...]:
    change = write or see
    lines = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_door ON {table} TO anju_door USING (true) WITH CHECK (true)",
        f"CREATE POLICY {table}_see ON {table} FOR SELECT TO anju_app USING ({see})",
        f"CREATE POLICY {table}_add ON {table} FOR INSERT TO anju_app WITH CHECK ({change})",
    ]
    if append_only:
        return (*lines, f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM anju_app, anju_door")
    return (
        *lines,
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE TO anju_app USING ({change}) WITH CHECK ({change})",
        f"CREATE POLICY {table}_remove ON {table} FOR DELETE TO anju_app USING ({change})",
    )


def _undo(table: str) -> tuple[str, ...]:
    drops = (
        f"DROP POLICY IF EXISTS {table}_{name} ON {table}"
        for name in ("door", "see", "add", "change", "remove")
    )
    return (*drops, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
