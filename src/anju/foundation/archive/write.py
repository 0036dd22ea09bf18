"""Write an archive: every table as of one moment, streamed, so that memory stays flat whatever the size."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from anju.foundation.archive.drafts import whole
from anju.foundation.archive.manifest import CHUNK, MEMBER, ArchiveError, Manifest, Sequence, Table

Connection = psycopg.Connection[tuple[object, ...]]
Report = Callable[[str, int, int], None]

TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND c.relpersistence = 'p' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
   AND c.relname <> 'django_migrations'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
                    AND d.deptype = 'e')
 GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public' \
AND sequencename <> 'django_migrations_id_seq' ORDER BY 1"


def write(owner_url: str, target: Path, report: Report) -> Manifest:
    """Write the archive of the database at `owner_url`; it appears under its name only when it is whole.

    One REPEATABLE READ snapshot: the register may be worked on meanwhile. Row-level security is off for the owner;
    should a policy ever hold the owner too, PostgreSQL refuses instead of leaving rows out.
    """
    check_target(target)
    try:
        with (
            whole(target) as file,
            psycopg.connect(owner_url) as connection,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
        ):
            found = _dump(connection, archive, report)
            archive.writestr(MEMBER, found.as_json())
    except OSError as failure:
        raise ArchiveError(
            f"The archive {target} cannot be written: {failure.strerror}."
        ) from failure
    return found


def check_target(target: Path) -> None:
    """`ArchiveError` when nothing can be written there. Asked before the work, which may take an hour."""
    if target.is_dir():
        raise ArchiveError(f"{target} is a directory. Name a file in it.")
    if target.exists() and not target.is_file():
        raise ArchiveError(f"{target} is no ordinary file. Name another one.")
    if not target.parent.is_dir():
        raise ArchiveError(f"There is no directory {target.parent}. Make it, or name another one.")
    if not os.access(target.parent, os.W_OK):
        raise ArchiveError(f"This account may not write into {target.parent}.")


def _dump(connection: Connection, archive: zipfile.ZipFile, report: Report) -> Manifest:
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    connection.execute("SET row_security = off")
    connection.execute(
        "SET synchronize_seqscans = off"
    )  # so that a restored copy has its rows in the same order
    migrations = connection.execute(
        "SELECT app::text, name::text FROM django_migrations ORDER BY id"
    ).fetchall()
    names = connection.execute(TABLES).fetchall()
    tables = []
    for number, (name, columns) in enumerate(names):
        report(str(name), number, len(names))
        tables.append(_table(connection, archive, str(name), tuple(columns)))  # type: ignore[arg-type]
    report("", len(names), len(names))
    version = connection.execute("SHOW server_version").fetchone()
    return Manifest(
        datetime.now(UTC).isoformat(timespec="seconds"),
        str(version[0]) if version else "",
        tuple((str(app), str(name)) for app, name in migrations),
        tuple(tables),
        _sequences(connection),
    )


def _table(
    connection: Connection, archive: zipfile.ZipFile, name: str, columns: tuple[str, ...]
) -> Table:
    query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier("public", name)
    )
    seen, waiting = hashlib.sha256(), bytearray()
    with (
        archive.open(Table(name, columns, 0, "").member, "w", force_zip64=True) as member,
        connection.cursor() as cursor,
    ):
        with cursor.copy(query) as copy:
            for block in copy:
                waiting += block
                if len(waiting) >= CHUNK:
                    seen.update(waiting)
                    member.write(waiting)
                    waiting.clear()
        seen.update(waiting)
        member.write(waiting)
        return Table(name, columns, cursor.rowcount, seen.hexdigest())


def _sequences(connection: Connection) -> tuple[Sequence, ...]:
    """Counters stand outside of snapshots: read last, they are at or past every row of the archive."""
    found = []
    for (name,) in connection.execute(SEQUENCES).fetchall():
        row = connection.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(
                sql.Identifier("public", str(name))
            )
        ).fetchone()
        if row:
            found.append(Sequence(str(name), int(str(row[0])), bool(row[1])))
    return tuple(found)
