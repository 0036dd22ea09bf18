"""Bring an archive back into an empty data directory."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

import psycopg

from anju.foundation import archive
from anju.foundation.clock import local_text
from anju.foundation.cluster import ClusterError, Layout
from anju.interfaces.cli import key_copies, restoring
from anju.interfaces.cli.installation import Installation, installation
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.setup import keyring, migrations

NAME = "restore"
HELP = "bring a backup back into an empty data directory"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the archive that ./anju backup wrote"
    )
    parser.add_argument(
        "--keys", type=Path, metavar="FILE", help="the copy of the keys that belongs to it"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """Restore the whole archive, verified, or nothing."""
    wanted = archive.manifest_of(args.file)
    progress = Progress()
    with restoring.held(Layout(args.data)) as interrupted, installation(args, parts=()) as found:
        if interrupted:
            print(
                f"A restore of {interrupted} was interrupted here; what it left is removed and this one begins anew.",
                file=sys.stderr,
            )
            _empty_again(found)
        _must_be_empty(found)
        restoring.begin(found.layout, args.file)
        if args.keys:
            key_copies.check(args.keys, found.layout.keyring)
            key_copies.copy_in(args.keys, found.layout.keyring)
        try:
            with progress.step("Tables as they were"):
                migrations.bring_to(found, wanted.migrations)
            with progress.step("Rows"):
                archive.load(found.database.owner_url, args.file, progress.tell)
            if args.keys:
                _keys_open_it(found)
        except BaseException:
            _empty_again(found)
            if args.keys:
                found.layout.keyring.unlink(missing_ok=True)
            restoring.finished(found.layout)
            raise
        if migrations.needed(found):
            with progress.step(migrations.TITLE):
                migrations.run(found, progress)
        epoch = _begin_epoch(found, wanted)
        restoring.finished(found.layout)
    _report(args, wanted, epoch)
    return 0


def _keys_open_it(found: Installation) -> None:
    """`ClusterError` when the copied keys are not those of the archive: a sample of its numbers is decrypted."""
    with psycopg.connect(found.database.owner_url) as connection:
        keyring.prove(keyring.of(found), connection, found)


def _begin_epoch(found: Installation, wanted: archive.Manifest) -> int:
    from anju.foundation.audit.api import begin_epoch

    with found.as_owner():
        return begin_epoch(datetime.fromisoformat(wanted.taken))


def _must_be_empty(found: Installation) -> None:
    with psycopg.connect(found.database.owner_url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
    if row and row[0]:
        raise ClusterError(
            f"{found.layout.data} already holds a register. A backup is restored into an empty data "
            "directory: name a new one by --data."
        )


def _empty_again(found: Installation) -> None:
    with psycopg.connect(found.database.owner_url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def _report(args: argparse.Namespace, wanted: archive.Manifest, epoch: int) -> None:
    rows = sum(table.rows for table in wanted.tables)
    if args.json:
        print(
            json.dumps(
                {
                    "taken": wanted.taken,
                    "tables": len(wanted.tables),
                    "rows": rows,
                    "verified": True,
                    "keys": bool(args.keys),
                    "epoch": epoch,
                }
            )
        )
        return
    print(
        f"Restored and verified: {len(wanted.tables)} tables, {rows:,} rows, "
        f"as of {local_text(datetime.fromisoformat(wanted.taken))}."
    )
    print(
        f"This is epoch {epoch}: systems that send or read by the API learn it, and send again what is later than that."
    )
    if not args.keys:
        print(
            f"The keys were not given: put the keyring that belongs to it at {args.data / 'keys' / 'keyring.json'} "
            "(mode 0600), or its encrypted fields cannot be read."
        )
