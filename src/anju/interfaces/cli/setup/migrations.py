"""Tables, made and changed by their owner."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from anju.foundation.cluster import ClusterError
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.graph import MigrationGraph

ORDER = 10
PART = "register"
TITLE = "Tables"


def needed(installation: Installation) -> bool:
    """True when a migration of this version has not been applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with installation.as_owner():
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def run(installation: Installation, progress: Progress) -> None:
    """Apply them."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with installation.as_owner():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        total = len(plan)
        for name in half_built([migration for migration, _ in plan]):
            print(
                f"An interrupted upgrade left the index {name}; it is built anew.", file=sys.stderr
            )
        put_back_removed([migration for migration, _ in plan][:1])
        call_command(
            "migrate",
            interactive=False,
            verbosity=1,
            stdout=_Counter(progress, total),
            no_color=True,
        )


def half_built(ahead: Sequence[Migration]) -> list[str]:
    """Drop the indexes that migrations still `ahead` build outside of a transaction: an upgrade that
    was killed there left them, built or half-built, and would stumble over them. Their names."""
    from django.contrib.postgres.operations import AddIndexConcurrently
    from django.db import connection

    names = [
        op.index.name
        for migration in ahead
        if not migration.atomic
        for op in migration.operations
        if isinstance(op, AddIndexConcurrently)
    ]
    with connection.cursor() as cur:
        cur.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'i' "
            "AND relname = ANY(%s) ORDER BY 1",
            [names],
        )
        found = [str(name) for (name,) in cur.fetchall()]
        for name in found:
            cur.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return found


def put_back_removed(first: Sequence[Migration]) -> None:
    """Columns that the `first` migration ahead had removed already when an upgrade was killed in it are there again,
    empty: it runs outside of a transaction, begins anew and would look for them."""
    from django.db import connection
    from django.db.migrations import RemoveField

    removed = [
        (f"{migration.app_label}_{op.model_name_lower}", op.name)
        for migration in first
        if not migration.atomic
        for op in migration.operations
        if isinstance(op, RemoveField)
    ]
    with connection.cursor() as cur:
        for table, column in removed:
            quoted = map(connection.ops.quote_name, (table, column))
            cur.execute("ALTER TABLE IF EXISTS {} ADD COLUMN IF NOT EXISTS {} text".format(*quoted))


class _Counter(StringIO):
    """Reads Django's account of the migrations it applies."""

    def __init__(self, progress: Progress, total: int) -> None:
        super().__init__()
        self._progress, self._total, self._done = progress, total, 0

    def write(self, text: str) -> int:
        if text.strip() == "OK":
            self._done += 1
            self._progress.tell("", self._done, self._total)
        return len(text)


def bring_to(installation: Installation, wanted: Sequence[tuple[str, str]]) -> None:
    """Make the tables as they were when exactly the `wanted` migrations (app, name) had been applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with installation.as_owner():
        executor = MigrationExecutor(connection)
        graph, present = executor.loader.graph, set(wanted)
        unknown = sorted(present - set(graph.nodes) - set(executor.loader.replacements))
        if unknown:
            app, name = unknown[0]
            raise ClusterError(
                f"The backup was made by a newer Anju: this one does not know the migration {app}.{name}"
                ". Restore it with that version."
            )
        executor.migrate(
            [node for node in wanted if node in graph.nodes and not _followed(graph, node, present)]
        )


def _followed(graph: MigrationGraph, node: tuple[str, str], present: set[tuple[str, str]]) -> bool:
    """True when a later migration of the same app is present too."""
    return any(
        child.key in present and child.key[0] == node[0] for child in graph.node_map[node].children
    )
