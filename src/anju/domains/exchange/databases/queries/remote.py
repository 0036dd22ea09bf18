"""What a department's database holds: its version, the tables an account may read, the columns of one of them."""

from __future__ import annotations

import sqlalchemy as sql

from anju.domains.exchange.databases.data.databases import MOST_COLUMNS, MOST_TABLES, Selection
from anju.foundation.errors import Refused

_COLUMNS = {
    "postgresql": """SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = :table AND n.nspname = coalesce(nullif(:schema, ''), current_schema())
        AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum LIMIT :most""",
    "mysql": """SELECT column_name, column_type FROM information_schema.columns
        WHERE table_name = :table AND table_schema = coalesce(nullif(:schema, ''), database())
        ORDER BY ordinal_position LIMIT :most""",
}
_TABLES = {
    "postgresql": """SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname NOT LIKE 'pg\\_%'
        AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
        AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, 2 LIMIT :most""",
    "mysql": """SELECT table_schema, table_name FROM information_schema.tables
        WHERE table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')
        ORDER BY 1, 2 LIMIT :most""",
}
_WRITES = {
    "postgresql": """SELECT count(*) > 0 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = :table AND n.nspname = coalesce(nullif(:schema, ''), current_schema())
        AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')""",
    "mysql": """SELECT count(*) > 0 FROM (
        SELECT privilege_type p FROM information_schema.user_privileges
        UNION ALL SELECT privilege_type FROM information_schema.schema_privileges
        WHERE table_schema = coalesce(nullif(:schema, ''), database())
        UNION ALL SELECT privilege_type FROM information_schema.table_privileges
        WHERE table_schema = coalesce(nullif(:schema, ''), database()) AND table_name = :table) AS given
        WHERE p IN ('INSERT', 'UPDATE', 'DELETE', 'DROP')""",
}


def columns_of(link: sql.Connection, selection: Selection) -> dict[str, str]:
    """Columns of the table → their types. `Refused` ``database_table`` (`table`), ``database_column`` (`columns`) where
    it has not all that are to be read."""
    found = columns_there(link, selection)
    if not found:
        raise Refused("database_table", table=selection.label)
    if missing := missing_columns(selection, found):
        raise Refused("database_column", columns=", ".join(missing))
    return found


def columns_there(link: sql.Connection, selection: Selection) -> dict[str, str]:
    """Columns of the table → their types; none where there is no such table, or it may not be read."""
    asked = {"table": selection.table, "schema": selection.schema, "most": MOST_COLUMNS * 2}
    rows = link.execute(sql.text(_COLUMNS[_dialect(link)]), asked).all()
    return {str(name): _plain(kind) for name, kind in rows}


def missing_columns(selection: Selection, found: dict[str, str]) -> list[str]:
    """Columns that are to be read and are not there."""
    wanted = (*selection.columns, *([selection.change_column] if selection.change_column else []))
    return [c for c in dict.fromkeys(wanted) if c not in found]


def tables_of(link: sql.Connection) -> tuple[str, ...]:
    """Tables and views that the account may read."""
    rows = link.execute(sql.text(_TABLES[_dialect(link)]), {"most": MOST_TABLES}).all()
    return tuple(f"{schema}.{name}" for schema, name in rows)


def may_write(link: sql.Connection, selection: Selection) -> bool:
    """Whether the account may change the table."""
    asked = {"table": selection.table, "schema": selection.schema}
    return bool(link.scalar(sql.text(_WRITES[_dialect(link)]), asked))


def version_of(link: sql.Connection) -> str:
    """The server as it names itself."""
    text = str(link.scalar(sql.text("SELECT version()")))
    return text.split(" on ")[0][:60]


def _dialect(link: sql.Connection) -> str:
    return "postgresql" if link.dialect.name == "postgresql" else "mysql"


def _plain(kind: object) -> str:
    return kind.decode() if isinstance(kind, bytes) else str(kind)
