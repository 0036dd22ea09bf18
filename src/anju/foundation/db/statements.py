"""Set-based statements: columns in, rows out, one round trip each.

A column travels as one array parameter (`unnest`), so the same statement serves one row and fifty thousand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from anju.foundation.db.arrays import literal

Columns = Mapping[str, tuple[str, Sequence[Any]]]
"""Column name → (PostgreSQL type, values)."""


def rows(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cur:
        cur.execute(sql, params)
        return list(cur.fetchall())


def run(sql: str, params: Sequence[Any] = ()) -> int:
    """Execute a change; the number of rows it touched."""
    with connection.cursor() as cur:
        cur.execute(sql, params)
        return int(cur.rowcount)


def insert(table: str, columns: Columns, *, tail: str = "") -> int:
    """Insert whole columns in one statement; `tail` may hold ON CONFLICT …"""
    types, values = _arrays(columns)
    names = ", ".join(columns)
    return run(f"INSERT INTO {table} ({names}) SELECT * FROM unnest({types}) {tail}", values)  # noqa: S608 - names are ours


def joined(columns: Columns) -> tuple[str, list[Any]]:
    """``unnest(…)`` over these columns for a FROM clause, with its parameters."""
    types, values = _arrays(columns)
    return f"unnest({types})", values


def next_ids(table: str, count: int) -> list[int]:
    """Take `count` fresh ids of the table's sequence."""
    if not count:
        return []
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return [r[0] for r in rows(sql, [table, count])]


def _arrays(columns: Columns) -> tuple[str, list[Any]]:
    types = ", ".join(f"%s::{kind}[]" for kind, _ in columns.values())
    return types, [literal(kind, values) for kind, values in columns.values()]
