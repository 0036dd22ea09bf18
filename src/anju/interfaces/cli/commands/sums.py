"""``./anju sums``: the sums from which large figures are read: what is kept, whether it is right, building it anew."""

from __future__ import annotations

import argparse
from typing import Any

from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import show

NAME = "sums"
HELP = "sums of figures: what is kept; check them against a count; build them anew"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=["show", "check", "rebuild"],
        default="show",
        help="show: what is kept; check: compare every sum with a count over the register; rebuild: build all anew "
        "(figures are counted meanwhile)",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: done, or right. 1: sums differ from the count (rebuild them)."""
    with installation(args):
        report = _ACTIONS[args.action]()
    if args.json:
        show(report)
    else:
        for name, value in report.items():
            print(f"{name:<10} {value if not isinstance(value, list) else ', '.join(value)}")
    return 1 if report.get("differing") else 0


def _show() -> dict[str, Any]:
    from anju.domains.statistics.api import sums

    kept = sorted(sums.kept_days())
    return {
        "facts": [fact for fact, day in kept if day == sums.EVER],
        "days": [str(day) for _fact, day in kept if day != sums.EVER],
    }


def _check() -> dict[str, Any]:
    from anju.domains.statistics.api import sums

    found = sums.differing()
    return {"compared": sorted(found), "differing": sorted(name for name, n in found.items() if n)}


def _rebuild() -> dict[str, Any]:
    from anju.domains.statistics.api import sums
    from anju.foundation.clock import local_date, now

    return {"built": sums.rebuild(local_date(now()))}


_ACTIONS = {"show": _show, "check": _check, "rebuild": _rebuild}
