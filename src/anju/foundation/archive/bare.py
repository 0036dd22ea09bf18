"""Tables without indexes, keys and references while they are filled, and all of it made again: a tree of ten million
hashes is built by sorting in a fraction of the time that it grows leaf by leaf.

Inside the caller's transaction, so that a killed restore leaves nothing half-made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[object, ...]]
MEMORY = "512MB"
"""For sorting one index."""

_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype IN ('f', 'x', 'u', 'p') AND connamespace = 'public'::regnamespace AND conparentid = 0
 ORDER BY array_position(ARRAY['f', 'x', 'u', 'p']::"char"[], contype), 1, 2
"""
"""References first, since they stand on keys; made again the other way round."""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
 ORDER BY 1
"""


@contextmanager
def bare_tables(connection: Connection, tell: Callable[[str], None]) -> Iterator[None]:
    """Everything that follows from the rows is dropped inside, and made again at the end, which checks the rows in
    bulk. `tell` hears what is being built. No superuser is needed."""
    constraints = connection.execute(_CONSTRAINTS).fetchall()
    indexes = connection.execute(_INDEXES).fetchall()
    for table, name, _ in constraints:
        connection.execute(_sql(f"ALTER TABLE {table} DROP CONSTRAINT {{}}", str(name)))
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    yield
    connection.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'".encode())
    connection.execute(f"SET LOCAL max_parallel_maintenance_workers = {max(1, (os.cpu_count() or 2) - 1)}".encode())
    for name, definition in indexes:
        tell(str(name))
        connection.execute(str(definition).encode())
    for table, name, definition in reversed(constraints):
        tell(str(name))
        connection.execute(_sql(f"ALTER TABLE {table} ADD CONSTRAINT {{}} {definition}", str(name)))


def _sql(statement: str, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))
