"""Tables without indexes, keys and references while they are filled, and all of it made again: a tree of ten million
hashes is built by sorting in a fraction of the time that it grows leaf by leaf.

Inside the caller's transaction, so that a killed restore leaves nothing half-made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[object, ...]]
MEMORY = "512MB"
"""For sorting one index."""

_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid), contype::text FROM pg_constraint
 WHERE contype IN ('f', 'x', 'u', 'p') AND connamespace = 'public'::regnamespace AND conparentid = 0
   AND (%(tables)s::text[] IS NULL OR conrelid::regclass::text = ANY(%(tables)s)
        OR contype = 'f' AND confrelid::regclass::text = ANY(%(tables)s))
 ORDER BY array_position(ARRAY['f', 'x', 'u', 'p']::"char"[], contype), 1, 2
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
   AND (%(tables)s::text[] IS NULL OR c.oid::regclass::text = ANY(%(tables)s))
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from the rows of tables: `constraints` as (table, name, definition, kind ``f``, ``x``, ``u`` or
    ``p``), references first, since they stand on keys (made again the other way round); `indexes` as
    (name, definition)."""

    constraints: list[tuple[str, str, str, str]]
    indexes: list[tuple[str, str]]


def put_aside(connection: Connection, tables: Sequence[str] | None = None) -> Following:
    """Drop the indexes and constraints of these tables (of all when None), and the references of others to them."""
    named = {"tables": None if tables is None else list(tables)}
    found = Following(
        [
            (str(t), str(n), str(d), str(k))
            for t, n, d, k in connection.execute(_CONSTRAINTS, named)
        ],
        [(str(n), str(d)) for n, d in connection.execute(_INDEXES, named)],
    )
    for table, name, _, _ in found.constraints:
        connection.execute(_sql(f"ALTER TABLE {table} DROP CONSTRAINT {{}}", name))
    for name, _ in found.indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    return found


@contextmanager
def bare_tables(connection: Connection, report: Callable[[str], None]) -> Iterator[None]:
    """Everything that follows from the rows is dropped inside, and made again at the end, which checks the rows in
    bulk. `tell` hears what is being built. No superuser is needed."""
    aside = put_aside(connection)
    yield
    connection.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'".encode())
    connection.execute(
        f"SET LOCAL max_parallel_maintenance_workers = {max(1, (os.cpu_count() or 2) - 1)}".encode()
    )
    for name, definition in aside.indexes:
        report(name)
        connection.execute(definition.encode())
    for table, name, definition, _ in reversed(aside.constraints):
        report(name)
        connection.execute(_sql(f"ALTER TABLE {table} ADD CONSTRAINT {{}} {definition}", name))


def _sql(statement: str, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))
