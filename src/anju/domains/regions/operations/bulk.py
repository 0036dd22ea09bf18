"""Filling an empty table fast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def indexes_later(table: str) -> Iterator[None]:
    """While an empty table is filled, do without its secondary indexes and build them once at the end.

    Only the owner of the table may; for anybody else, and for a table that holds rows, nothing is done.
    """
    with connection.cursor() as cur:
        cur.execute(
            "SELECT pg_has_role(current_user, tableowner::name, 'USAGE') FROM pg_tables WHERE tablename = %s",
            [table],
        )
        owner = bool((cur.fetchone() or [False])[0])
        cur.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - a name from our own code
        filled = bool((cur.fetchone() or [True])[0])
        indexes = _secondary(table) if owner and not filled else {}
        for name in indexes:
            cur.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cur:
        if indexes:
            cur.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cur.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for definition in indexes.values():
            cur.execute(definition)


def _secondary(table: str) -> dict[str, str]:
    """Index name → its definition, of indexes that no constraint needs."""
    with connection.cursor() as cur:
        cur.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
            [table, table],
        )
        return dict(cur.fetchall())
