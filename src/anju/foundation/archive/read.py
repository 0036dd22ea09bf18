"""Read an archive back into an empty database whose tables stand at the archive's migrations."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from anju.foundation.archive.bare import bare_tables
from anju.foundation.archive.counters import set_counter
from anju.foundation.archive.manifest import CHUNK, MEMBER, ArchiveError, Manifest, Table

Connection = psycopg.Connection[tuple[object, ...]]
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
