"""Write all tables as of one moment into one file."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path

from anju.foundation import archive
from anju.foundation.clock import local_text
from anju.foundation.cluster import Layout
from anju.interfaces.cli import key_copies
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.progress import Progress

NAME = "backup"
HELP = "write the register as of this moment into one file; the keys go elsewhere (--keys)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive to write (a zip file)")
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        help="also copy all keys to this file: keep it apart "
        "from the archive, for together they open every encrypted field",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """Back up; works while ``up`` serves."""
    progress = Progress()
    archive.check_target(args.file)
    if args.keys:
        archive.check_target(args.keys)
        key_copies.check_target(args.keys, args.file, Layout(args.data).keyring)
    with installation(args, parts=()) as found:
        with progress.step("Backup"):
            written = archive.write(found.database.owner_url, args.file, progress.tell)
        if args.keys:
            key_copies.copy_out(found.layout.keyring, args.keys)
    rows, size = sum(table.rows for table in written.tables), args.file.stat().st_size
    if args.json:
        print(
            json.dumps(
                {
                    "file": str(args.file),
                    "taken": written.taken,
                    "tables": len(written.tables),
                    "rows": rows,
                    "bytes": size,
                    "keys": str(args.keys) if args.keys else None,
                }
            )
        )
        return 0
    print(
        f"{args.file}: {len(written.tables)} tables, {rows:,} rows, {size / 1e6:,.1f} MB, "
        f"as of {local_text(datetime.fromisoformat(written.taken))}."
    )
    print(
        f"The keys are in {args.keys}; keep it apart from the archive."
        if args.keys
        else "The keys are NOT in it. Without a copy of the keyring (--keys FILE, or "
        f"{found.layout.keyring}) nobody can read its encrypted fields."
    )
    return 0
