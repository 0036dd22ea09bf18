"""``./anju areas``: what a six-digit area code meant and where that stands; an administrator adds what
the lists lack."""

from __future__ import annotations

import argparse
import getpass
from dataclasses import asdict

from anju.foundation.errors import AnjuError
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import refuse, show

NAME = "areas"
HELP = "look up an area code of identity numbers, or add one that the published lists lack"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do with which code."""
    parser.add_argument(
        "what", choices=["show", "add"], help="show what a code means, or add a meaning"
    )
    parser.add_argument("code", metavar="CODE", help="six digits")
    parser.add_argument(
        "name", metavar="NAME", nargs="?", default="", help="add: the division's name then (丹阳县)"
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help="show: the meaning in that year")
    parser.add_argument(
        "--since",
        type=int,
        metavar="YEAR",
        default=0,
        help="add: the first year in which the code was used so",
    )
    parser.add_argument("--until", type=int, metavar="YEAR", help="add: the last (default: still)")
    parser.add_argument(
        "--source",
        metavar="TEXT",
        default="",
        help="add: the published list or document that says so",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: shown or added. 1: unknown, or refused, and why."""
    with installation(args):
        from anju.domains.regions import api as regions
        from anju.foundation.actor import system
        from anju.foundation.clock import now
        from anju.foundation.db.scope import acting

        actor = system(f"cli:{getpass.getuser()}", channel="cli")
        try:
            with acting(actor):
                fact = (
                    regions.area(args.code, year=args.year)
                    if args.what == "show"
                    else regions.add_area(
                        actor=actor,
                        code=args.code,
                        name=args.name,
                        since=args.since,
                        until=args.until,
                        source=args.source,
                        at=now(),
                    )
                )
        except AnjuError as error:
            return refuse(error, as_json=args.json)
    if args.json:
        show(asdict(fact))
    else:
        print(
            f"{fact.code}  {fact.full_name}  {fact.since or ''}-{fact.until or ''}  {fact.source}"
        )
    return 0
