"""Read an archive back into an empty database whose tables stand at the archive's migrations.

Tables are without indexes, keys and references while they are filled, and all of it is made again: a tree of ten
million hashes is built by sorting in a fraction of the time that it grows leaf by leaf. All inside the caller's
transaction, so that a killed restore leaves nothing half-made.

No number that was given out after the backup is given to somebody else. Nobody knows how many were. Each counter
without an end jumps to a place that rises with the moment of the restore faster than numbers can be given out, so
that a second restore of the same backup lies above the first. A counter that begins again at its end (the serial
inside a printed number, which stands beside a day or a year) jumps by a quarter to three quarters of its length, at
random.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from anju.foundation.archive.manifest import CHUNK, MEMBER, ArchiveError, Manifest, Table
from anju.foundation.archive.manifest import Sequence as Counter

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


BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
A_SECOND = 16_667
"""Numbers kept free for each second; twice what an import of the largest files takes (see docs/sizing.md)."""

_SHAPE = """
SELECT data_type::text = 'bigint', cycle, max_value FROM pg_sequences
 WHERE schemaname = 'public' AND sequencename = %s
"""


def set_counter(connection: Connection, counter: Counter, at: datetime) -> None:
    """Let a counter go on where nobody has been."""
    row = connection.execute(_SHAPE, [counter.name]).fetchone()
    if row is None:
        return
    unbounded, cycle, highest = bool(row[0]), bool(row[1]), int(str(row[2]))
    last, called = counter.last, counter.called
    if cycle:
        last, called = jumped(last, highest, secrets.randbelow(highest // 2)), True
    elif unbounded:
        last, called = max(last, after(at)), True
    connection.execute(
        "SELECT setval(%s::regclass, %s, %s)", [f'public."{counter.name}"', last, called]
    )


def after(at: datetime) -> int:
    """The place of a moment among the numbers."""
    return int((at - BEGAN).total_seconds()) * A_SECOND


def jumped(last: int, length: int, chance: int) -> int:
    """A quarter of the way further, and `chance`, in a counter from 1 to `length`."""
    return (last + length // 4 + chance) % length + 1


Report = Callable[[str, int, int], None]

DAMAGE = (
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    EOFError,
    ValueError,
    TypeError,
    NotImplementedError,
)
"""What reading an archive raises when bytes of it were cut or changed: the frame, the packed stream, the manifest."""


def manifest_of(source: Path) -> Manifest:
    """What the archive says it holds; `ArchiveError` when it is not an archive of ours."""
    with _opened(source) as archive:
        return Manifest.from_json(archive.read(MEMBER).decode())


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except FileNotFoundError as failure:
        raise ArchiveError(f"There is no file {source}.") from failure
    except DAMAGE as failure:
        raise ArchiveError(f"{source} is not a whole archive of Anju: {failure}.") from failure
    except OSError as failure:
        raise ArchiveError(f"{source} cannot be read: {failure.strerror or failure}.") from failure


def load(owner_url: str, source: Path, report: Report) -> Manifest:
    """Load all tables and counters in one transaction: all of it, verified, or nothing.

    Indexes, keys and references are made again after the rows (`bare`), whatever cycles there are, and triggers of ours
    rest meanwhile: the archive holds what they did. Counters and transaction numbers go on where nobody has been.
    """
    found = manifest_of(source)
    with psycopg.connect(owner_url) as connection, _opened(source) as archive:
        for one in found.tables:
            _run(connection, "ALTER TABLE {} DISABLE TRIGGER USER", one.name)
        count = len(found.tables)
        with bare_tables(connection, lambda name: report(name, count, count)):
            for one in found.tables:
                _run(connection, "TRUNCATE {}", one.name)
            for number, one in enumerate(found.tables):
                report(one.name, number, count)
                _load_table(connection, archive, one)
        for one in found.tables:
            _run(connection, "ALTER TABLE {} ENABLE TRIGGER USER", one.name)
        at = datetime.now(UTC)
        for counter in found.sequences:
            set_counter(connection, counter, at)
        _numbers_go_on(connection)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
    return found


def _numbers_go_on(connection: Connection) -> None:
    """Transaction numbers above all that the archive brought, before anything is written: events and
    seals follow them."""
    known = connection.execute(
        "SELECT to_regprocedure('anju_rebase_epoch()') IS NOT NULL"
    ).fetchone()
    if known and known[0]:
        connection.execute("SELECT anju_rebase_epoch()")


def _run(connection: Connection, statement: str, name: str) -> None:
    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _load_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> None:
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier("public", table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    seen = hashlib.sha256()
    with archive.open(table.member) as member, connection.cursor() as cursor:
        with cursor.copy(query) as copy:
            while block := member.read(CHUNK):
                seen.update(block)
                copy.write(block)
        if (cursor.rowcount, seen.hexdigest()) != (table.rows, table.sha256):
            raise ArchiveError(
                f"The archive is damaged: table {table.name} is not what its manifest says. "
                "Nothing was restored."
            )
