"""``./anju imports``: what was imported, newest first."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from anju.foundation.clock import local_text
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import language, show
from anju.interfaces.texts.imports import FORMS, STATES
from anju.interfaces.texts.labels import label_in

NAME = "imports"
HELP = "list imported files, newest first"


def configure(parser: argparse.ArgumentParser) -> None:
    """How many, and how to report."""
    parser.add_argument("--limit", type=int, default=30, help="how many (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """List them."""
    with installation(args):
        from anju.domains.register import api as register
        from anju.foundation.actor import system
        from anju.foundation.db.scope import acting

        with acting(system("cli", channel="import")):
            found = register.imports(limit=args.limit)
    if args.json:
        show(
            {"imports": [{k: v for k, v in asdict(one).items() if k != "mapping"} for one in found]}
        )
        return 0
    for one in found:
        print(
            f"{one.id:>6}  {local_text(one.created_at)}  {label_in(STATES, one.state, language())}  "
            f"{label_in(FORMS, one.form, language())}  {one.counts.get('accepted', 0):,}/{one.counts.get('rows', 0):,}"
            f"  {one.label}  {one.file_name}"
        )
    return 0
