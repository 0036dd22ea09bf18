"""Background work in the foreground. ``./anju up`` runs one; on several machines each may run its own."""

from __future__ import annotations

import argparse

from anju.interfaces.cli.installation import installation

NAME = "worker"
HELP = "run background work (./anju up does this by itself)"


def configure(parser: argparse.ArgumentParser) -> None:
    """`--under-up` is for ``up`` alone, which has prepared everything and watches the database itself."""
    parser.add_argument("--under-up", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Work until told to stop."""
    if args.under_up:
        import django

        django.setup()
        return work()
    with installation(args):
        return work()


def work() -> int:
    """The worker's loop, which ends at SIGINT or SIGTERM."""
    from anju.interfaces.jobs.worker import main

    main()
    return 0
