"""Tables, made and changed by their owner."""

from __future__ import annotations

from io import StringIO

from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

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
        total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        call_command("migrate", interactive=False, verbosity=1, stdout=_Counter(progress, total), no_color=True)


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
