"""``./anju fonts``: install the fonts of rare characters, or say which are lacking and how to get them."""

from __future__ import annotations

import argparse

from anju.interfaces.cli import fonts
from anju.interfaces.cli.output import show
from anju.interfaces.cli.progress import Progress

NAME = "fonts"
HELP = "install the fonts that print every character of GB 18030-2022, or say what is lacking"


def configure(parser: argparse.ArgumentParser) -> None:
    """Only looking, or as JSON."""
    parser.add_argument("--check", action="store_true", help="only look; install nothing")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: every character of the standard can be printed. 1: some cannot, and what to do."""
    lacking = fonts.lacking() if args.check else fonts.ensure(Progress())
    if args.json:
        show({"lacking": lacking, "packages": list(fonts.PACKAGES)})
    elif lacking:
        print(f"{fonts.sentence(lacking)}\n{fonts.HOW}")
    else:
        print("Every character of GB 18030-2022 can be printed here.")
    return 1 if lacking else 0
