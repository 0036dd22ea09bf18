"""What may be wrong with the running database, and with the machine's clock beside it and beside the moments the
register has recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg

from anju.foundation.clock import local_date, now
from anju.interfaces.cli.installation import Installation


@dataclass(frozen=True)
class Finding:
    """`state` is ok, warning or wrong; `remedy` says what to do unless it is ok."""

    check: str
    state: str
    text: str
    remedy: str = ""


def ok(check: str, text: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", text)


TOLERANCE = timedelta(minutes=2)
"""Clocks that differ by more than this order what happens wrongly."""
LATEST = 1_000
"""Lines of the trail that are looked at: a clock that was put back since is seen in the newest of them."""
REMEDY = (
    "Set the clock (a time service, such as chrony); writes are refused while it is more than ANJU_CLOCK_LIMIT seconds "
    "away (600) and go on by themselves. If the clock is right and what was recorded is not, start once with "
    "ANJU_CLOCK_LIMIT=0."
)


def of_clock(found: Installation) -> Finding:
    """The finding of this installation, asked as the owner of its tables."""
    with psycopg.connect(found.database.owner_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT clock_timestamp(), greatest((SELECT max(at) FROM (SELECT at FROM audit_entry ORDER BY id"
            " DESC LIMIT %s) newest), (SELECT max(seen) FROM progress_heartbeat WHERE part = 'clock'))",
            [LATEST],
        ).fetchone()
    server, recorded = row or (None, None)
    return finding(here=now(), server=server, recorded=recorded)


def finding(*, here: datetime, server: datetime | None, recorded: datetime | None) -> Finding:
    """`recorded`: the latest moment of the trail. A clock that runs behind it was put back, or had run ahead before."""
    if server is not None and abs(server - here) > TOLERANCE:
        return Finding(
            "clock",
            "wrong",
            "The clock of this machine and that of the database differ by "
            f"{_length(server - here)}.",
            REMEDY,
        )
    if recorded is not None and recorded - here > TOLERANCE:
        return Finding(
            "clock",
            "wrong",
            f"The register has recorded a moment that is {_length(recorded - here)} ahead of the "
            f"clock ({local_date(recorded)}): the clock ran ahead when it was written, or is behind now.",
            REMEDY,
        )
    return ok("clock", "the clock agrees with the database's and with what was recorded")


def _length(difference: timedelta) -> str:
    minutes = int(abs(difference).total_seconds() // 60)
    if minutes >= 2880:
        return f"{minutes // 1440} day(s)"
    return f"{minutes // 60} hour(s)" if minutes >= 120 else f"{minutes} minutes"


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


def of_replica() -> Finding:
    """How the replica stands from which figures, exports and answers are read."""
    from anju.foundation.db.replica import replica_state

    state = replica_state()
    if not state.configured:
        return ok("replica", "none: the database that writes answers everything")
    if state.used:
        return ok("replica", f"read from; {state.lag or 0:.1f} s behind")
    text = (
        "cannot be reached, or is no replica"
        if not state.answers
        else "has replayed nothing yet"
        if state.lag is None
        else f"is {state.lag:.1f} s behind, more than ANJU_READ_LAG"
    )
    return Finding(
        "replica",
        "warning",
        f"The replica {text}; the database that writes answers everything.",
        "Look at its log and at pg_stat_replication on the primary. Once it is near, it is read from again.",
    )
