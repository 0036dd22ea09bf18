"""Set-based statements: columns in, rows out, one round trip each.

A column travels as one array parameter (`unnest`), so the same statement serves one row and fifty thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.pq import TransactionStatus

from anju.foundation.db.arrays import Values, literal

Columns = Mapping[str, tuple[str, Values]]
"""Column name → (PostgreSQL type, values: a list or a Polars column)."""


Parameters = Sequence[Any] | Mapping[str, Any]
"""In order for ``%s``, by name for ``%(name)s``."""

PREPARED_FROM = 2
"""How often a connection runs a statement before it prepares it."""
FEW = 64
"""Up to so many rows a statement is prepared on the server: planning it anew costs more than running it. Larger ones
are planned for the arrays they bring."""
LONG = 16_384
"""Characters of an array literal beyond which it holds more than a few rows; bytes of a value beyond which quoting it
(two letters a byte, copied with the statement) costs memory."""
_LARGE: dict[type, int] = {list: FEW, str: LONG, bytes: LONG}
USABLE = (TransactionStatus.IDLE, TransactionStatus.INTRANS)
"""States of a connection in which a setting can be taken back."""


def rows(sql: str, params: Parameters = (), *, often: bool = False) -> list[tuple[Any, ...]]:
    """All rows of a query. `often`: one plan fits all parameters (look-ups by key, arrays of ids), so
    it is prepared and planned once; never for ranges and patterns, whose best plan depends on their values."""
    with _cursor(params, often=often) as cur:
        cur.execute(sql, params)
        return list(cur.fetchall())


def run(sql: str, params: Parameters = (), *, often: bool = False) -> int:
    """Execute a change; the number of rows it touched. `often` as in `rows`."""
    with _cursor(params, often=often) as cur:
        cur.execute(sql, params)
        return int(cur.rowcount)


def insert(table: str, columns: Columns, *, tail: str = "") -> None:
    """Insert whole columns in one statement; `tail` may hold ON CONFLICT …"""
    types, values = _arrays(columns)
    names = ", ".join(columns)
    run(
        f"INSERT INTO {table} ({names}) SELECT * FROM unnest({types}) {tail}",  # noqa: S608
        values,
        often=True,
    )


def joined(columns: Columns) -> tuple[str, list[Any]]:
    """``unnest(…)`` over these columns for a FROM clause, with its parameters."""
    types, values = _arrays(columns)
    return f"unnest({types})", values


def next_ids(table: str, count: int) -> list[int]:
    """Take `count` fresh ids of the table's sequence."""
    if not count:
        return []
    sql = "SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id')::regclass)) FROM generate_series(1, %s)"
    return [r[0] for r in rows(sql, [table, count], often=True)]


def _cursor(params: Parameters, *, often: bool) -> AbstractContextManager[CursorWrapper]:
    """Django's cursor, binding on the server where the statement is worth preparing, or brings so much that quoting it
    into the statement would cost more. All are wrapped as `BaseDatabaseWrapper.cursor` does it, so that logging and
    wrappers hold for all."""
    values = params.values() if isinstance(params, Mapping) else params
    large = any(len(v) > _LARGE[type(v)] for v in values if type(v) in _LARGE)
    if not often and not large:
        return connection.cursor()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw: psycopg.Connection[Any] = connection.connection
    raw.prepare_threshold = None if large else PREPARED_FROM
    wrapped: CursorWrapper = connection._prepare_cursor(psycopg.Cursor(raw))  # type: ignore[attr-defined] # noqa: SLF001
    return _planned_for_what_it_brings(wrapped, raw) if large else wrapped


@contextmanager
def _planned_for_what_it_brings(
    wrapped: CursorWrapper, raw: psycopg.Connection[Any]
) -> Iterator[CursorWrapper]:
    """Connections plan once whatever is bound on the server (`config.settings.database`); inside, what is not prepared
    is planned for the values at hand. Not ``force_custom_plan``, which would plan the check of every reference of every
    row. A rollback takes the setting back by itself, and a lost connection has none; its error is Django's own, as
    everywhere else."""
    with wrapped, connection.wrap_database_errors:
        raw.execute("SET plan_cache_mode = auto", prepare=False)
        try:
            yield wrapped
        finally:
            if raw.info.transaction_status in USABLE:
                raw.execute("RESET plan_cache_mode", prepare=False)


def _arrays(columns: Columns) -> tuple[str, list[Any]]:
    types = ", ".join(f"%s::{kind}[]" for kind, _ in columns.values())
    return types, [literal(kind, values) for kind, values in columns.values()]
