"""The test suite, on a database cluster of its own."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from anju.foundation.cluster import Layout, prepared
from anju.interfaces.cli import chromium, mariadb, softhsm
from anju.interfaces.cli.commands import lint
from anju.interfaces.cli.commands.down import stop_orphan
from anju.interfaces.cli.installation import Installation, installation
from anju.interfaces.cli.only_one import the_only_up
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.setup import regions

NAME = "test"
HELP = (
    "run the tests of every day; ./anju test --whole: all of them; ./anju test [pytest's arguments]"
)
PASSTHROUGH = True
TEMPLATE, DATABASE = "anju", "anju_test"
"""The prepared database, from which fresh ones are copied, and the copy most tests work on."""

KEYSTORE = "tests/foundation/keystore"
"""Its tests need a token."""

DATABASES = "tests/domains/exchange/databases"
"""Its tests need a MariaDB server."""

PROCESSES = min(4, os.cpu_count() or 1)
ALL = "--whole"
WHOLE = ["--numprocesses", str(PROCESSES), "--dist", "loadfile"]
"""How the whole suite is run: files side by side, each process with a database server of its own."""
EVERYDAY = [*WHOLE, "-m", "not journey and not long"]
"""The same without journeys in a browser and tests that take more than five seconds, which are half of the time."""

REGIONS = ("430181", "430102", "440306")
"""Counties whose streets, communities and grids the tests may count on: 浏阳, 长沙芙蓉 and 深圳宝安."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything else is pytest's."""


def run(args: argparse.Namespace) -> int:
    """Prepare a cluster, check the walls of the house (unless some tests are asked for), run pytest."""
    progress = Progress()
    asked = {(): EVERYDAY, (ALL,): WHOLE}.get(tuple(args.rest))
    if asked is None and ALL in args.rest:
        print(f"anju test: {ALL} stands alone; name tests without it", file=sys.stderr)
        return 2
    browser = "" if "not journey" in " ".join(args.rest) else chromium.ensure(progress)
    paths = [] if asked else [word.rstrip("/") for word in args.rest if word.startswith("tests")]
    for folder, ensure in ((KEYSTORE, softhsm.ensure), (DATABASES, mariadb.ensure)):
        if not paths or any(folder.startswith(path) or path.startswith(folder) for path in paths):
            ensure(progress)
    walls = not asked or lint.holds("walls")
    with temporary_data() as data:
        environment = made_ready(data, progress) | {"ANJU_CHROMIUM": browser}
        with clusters(data, PROCESSES if asked else 1) as sockets:
            status = subprocess.run(
                [sys.executable, "-m", "pytest", *(asked or args.rest)],
                cwd=lint.PROJECT,
                env={**os.environ, **environment, "ANJU_TEST_SOCKETS": os.pathsep.join(sockets)},
                check=False,
            ).returncode
    return status if walls else 1


def made_ready(data: Path, progress: Progress) -> dict[str, str]:
    """Make the cluster in `data` with everything tests count on; returns their environment."""
    prepare = argparse.Namespace(data=data, database_url="")
    with installation(prepare, parts=("register",), durable=False, progress=progress) as found:
        if regions.needed(found):
            with progress.step("Divisions for the tests"):
                regions.load(found, progress, only=REGIONS)
        return prepared_for_tests(found)


@contextmanager
def clusters(data: Path, number: int) -> Iterator[list[str]]:
    """The prepared cluster and copies of it running, one a process; where their sockets are.

    Within a cluster the oldest open transaction decides what may be delivered and sealed: on one cluster a long test of
    one process would hold up those of another that wait for it. Where the database does not lie in `data` itself, all
    share it.
    """
    with ExitStack() as kept:
        more = number - 1 if Layout(data).known_pgdata().parent == data else 0
        copies = [kept.enter_context(temporary_data()) for _ in range(more)]
        for copy in copies:
            subprocess.run(["cp", "-a", data / "pgdata", data / "secrets.json", copy], check=True)
        running = [
            kept.enter_context(prepared(Layout(place), durable=False)) for place in (data, *copies)
        ]
        yield [str(found.server.sockets) for found in running if found.server]


@contextmanager
def temporary_data() -> Iterator[Path]:
    """A data directory for this run. What a killed run left behind is cleared first."""
    base = Path(tempfile.gettempdir()) / f"anju-tests-{os.geteuid()}"
    base.mkdir(mode=0o711, exist_ok=True)
    for old in base.iterdir():
        if abandoned(Layout(old)):
            shutil.rmtree(old, ignore_errors=True)
    data = Path(tempfile.mkdtemp(dir=base))
    try:
        with the_only_up(Layout(data), "the test suite"):
            yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)


def abandoned(layout: Layout) -> bool:
    """True when no test run uses that directory any more; its database is then stopped."""
    from anju.interfaces.cli.only_one import holder

    if not layout.run.exists() or holder(layout) is not None:
        return False
    stop_orphan(layout)
    return True


def prepared_for_tests(found: Installation) -> dict[str, str]:
    """Copy the prepared database, so that nobody is connected to the template; returns the tests' environment."""
    from django.db import connections

    connections.close_all()
    with psycopg.connect(found.database.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {TEMPLATE} OWNER anju_owner")
        connection.execute(
            "GRANT pg_signal_backend TO anju_owner"
        )  # tests cut the connections of others
    swap = (f"/{TEMPLATE}?", f"/{DATABASE}?")
    return {
        "ANJU_DATABASE_URL": found.database.app_url.replace(*swap),
        "ANJU_OWNER_URL": found.database.owner_url.replace(*swap),
        "ANJU_ADMIN_URL": found.database.admin_url,
        "ANJU_TEST_TEMPLATE": TEMPLATE,
        "ANJU_DATA": str(found.layout.data),
        "ANJU_SECRET_KEY": found.credentials.secret_key,
    }
