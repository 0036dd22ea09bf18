"""Whether the installation can serve: asked on a connection of its own, so that a full pool or a dead pooled
connection says nothing about the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.migrations.loader import MigrationLoader

from anju.foundation.db.separate_connection import separate_connection

SECONDS = 3
"""How long the database may take to answer before it counts as not answering."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """`missing`: migrations of this version that the database lacks, as app.name. `worker_seen`: its last heartbeat."""

    missing: tuple[str, ...]
    worker_seen: datetime | None


def look() -> Readiness:
    """Ask the database. Raises `psycopg.Error` when it does not answer."""
    with separate_connection(application="anju readiness", wait=SECONDS) as line:
        line.execute("SELECT set_config('statement_timeout', %s, false)", [f"{SECONDS}s"])
        done = {
            (app, name) for app, name in line.execute("SELECT app, name FROM django_migrations")
        }
        seen = line.execute(
            "SELECT max(seen) FROM progress_heartbeat WHERE part = 'worker'"
        ).fetchone()
    missing = tuple(sorted(f"{app}.{name}" for app, name in wanted() - done))
    return Readiness(missing, seen[0] if seen else None)


@cache
def wanted() -> frozenset[tuple[str, str]]:
    """The last migrations of every part of this version (read from its files once a process)."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
