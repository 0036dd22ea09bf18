"""``./anju undo ID``: take an applied import back."""

from __future__ import annotations

import argparse
import getpass

from anju.foundation.errors import AnjuError
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import refuse, show

NAME = "undo"
HELP = "take an applied import back: the register reads as before it"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which import."""
    parser.add_argument(
        "id", type=int, metavar="ID", help="number of the import, as ./anju imports lists it"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: undone. 1: it cannot be undone, and why."""
    with installation(args):
        from anju.domains.register import api as register
        from anju.foundation.actor import system
        from anju.foundation.clock import now
        from anju.foundation.db.scope import acting

        actor = system(f"cli:{getpass.getuser()}", channel="import")
        try:
            with acting(actor):
                count = register.undo(args.id, actor=actor, at=now())
        except AnjuError as error:
            return refuse(error, as_json=args.json)
    if args.json:
        show({"import": args.id, "state": "undone", "declarations": count})
    else:
        print(f"import {args.id} undone: {count:,} declarations taken back")
    return 0
