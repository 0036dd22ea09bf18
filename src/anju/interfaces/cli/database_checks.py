"""What may be wrong with the running database."""

from __future__ import annotations

import psycopg

from anju.interfaces.cli.findings import Finding, ok

Connection = psycopg.Connection[tuple[object, ...]]
LATE = 120
"""Seconds after which a worker that has not been seen counts as stopped."""


def server(connection: Connection) -> Finding:
    """Is the server new enough, and does its locale know Chinese letters?"""
    number = connection.info.server_version
    text = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number < 160000:
        return Finding(
            "database", "wrong", f"{text} is too old.", "Anju needs PostgreSQL 16 or newer."
        )
    row = connection.execute(
        "SELECT similarity('张建国', '张建军') > 0 WHERE EXISTS (SELECT 1 FROM pg_extension "
        "WHERE extname = 'pg_trgm')"
    ).fetchone()
    if row is not None and not row[0]:
        return Finding(
            "database",
            "warning",
            "The database's locale does not know Chinese letters.",
            "Use a database with LC_CTYPE C.UTF-8 or zh_CN.UTF-8.",
        )
    return ok("database", text)


def roles(connection: Connection) -> Finding:
    """Do the serving roles exist, held by row-level security?"""
    found = connection.execute(
        "SELECT rolname::text, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles "
        "WHERE rolname IN ('anju_app', 'anju_door')"
    ).fetchall()
    rows = {str(name): bool(too_much) for name, too_much in found}
    missing = {"anju_app", "anju_door"} - set(rows)
    if missing:
        return Finding(
            "roles",
            "wrong",
            f"Missing in the database: {', '.join(sorted(missing))}.",
            "Run ./anju up.",
        )
    if any(rows.values()):
        return Finding(
            "roles",
            "wrong",
            "The serving role may pass by row-level security, or make roles.",
            "ALTER ROLE anju_app NOSUPERUSER NOBYPASSRLS NOCREATEROLE; the same for anju_door.",
        )
    return ok("roles", "the serving role is held by row-level security")


def ownership(connection: Connection) -> Finding:
    """Does the serving role own a table, and so pass by row-level security?"""
    rows = connection.execute(
        "SELECT relname::text FROM pg_class WHERE relowner = ANY (SELECT oid FROM pg_roles WHERE "
        "rolname IN ('anju_app', 'anju_door')) ORDER BY 1 LIMIT 5"
    ).fetchall()
    if rows:
        return Finding(
            "ownership",
            "wrong",
            f"The serving role owns {', '.join(str(name) for (name,) in rows)}; "
            "owners pass by row-level security.",
            "ALTER TABLE … OWNER TO the owner of the other tables.",
        )
    return ok("ownership", "the serving role owns nothing")


def heartbeat(connection: Connection) -> Finding:
    """Has the worker been seen lately?"""
    known = connection.execute(
        "SELECT to_regclass('public.progress_heartbeat') IS NOT NULL"
    ).fetchone()
    if not known or not known[0]:
        return ok("worker", "this version has no background work")
    row = connection.execute(
        "SELECT extract(epoch FROM now() - max(seen))::int FROM progress_heartbeat "
        "WHERE part <> 'clock'"
    ).fetchone()
    if row is None or row[0] is None or int(str(row[0])) > LATE:
        return Finding(
            "worker",
            "warning",
            "The worker has not been seen for two minutes: notices, deadlines and imports wait.",
            "It runs with ./anju up; see log/worker.log in the data directory.",
        )
    return ok("worker", f"the worker was seen {row[0]} s ago")
