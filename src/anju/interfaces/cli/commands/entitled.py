"""``./anju entitled``: work out for everybody who is eligible for a permit. The worker does it once a day by itself."""

from __future__ import annotations

import argparse
import getpass
import time

from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import show
from anju.interfaces.cli.progress import Progress

NAME = "entitled"
HELP = "work out for everybody who is eligible for a permit (after loading data past the intake, or new rules)"


def configure(parser: argparse.ArgumentParser) -> None:
    """How to report."""
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """Recompute everybody, set-based; tells how many answers changed."""
    with installation(args):
        from anju.domains.permits.api import eligibility
        from anju.foundation.actor import system
        from anju.foundation.clock import now

        progress, begun = Progress(), time.perf_counter()
        with progress.step("Entitlements"):
            found = eligibility.recompute_all(
                actor=system(f"cli:{getpass.getuser()}", channel="cli"),
                at=now(),
                report=lambda done, of: progress.tell("people", done, of),
            )
        seconds = round(time.perf_counter() - begun, 1)
    if args.json:
        show(
            {
                "people": found.people,
                "changed": found.changed,
                "entitled": found.entitled,
                "seconds": seconds,
            }
        )
    else:
        print(
            f"{found.people:,} people: {found.entitled:,} eligible, {found.changed:,} answers changed ({seconds} s)"
        )
    return 0
