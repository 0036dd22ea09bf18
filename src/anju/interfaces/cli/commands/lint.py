"""The rules a machine can check."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

NAME = "lint"
HELP = "check style (ruff), types (mypy) and the walls between the packages (import-linter)"
PROJECT = Path(__file__).resolve().parents[5]
CHECKS = {
    "style": ["ruff", "check", "anju", "src", "tests"],
    "types": ["mypy", "--no-error-summary"],
    "walls": ["lint-imports", "--no-cache", "--no-logo"],
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Which checks."""
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"any of: {', '.join(CHECKS)} (default: all)")


def run(args: argparse.Namespace) -> int:
    """Run them all, then say which failed."""
    unknown = set(args.checks) - set(CHECKS)
    if unknown:
        print(f"anju: no such check: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    failed = [name for name in args.checks or CHECKS if not holds(name)]
    print(f"lint: {', '.join(failed)} failed" if failed else "lint: everything holds")
    return 1 if failed else 0


def holds(name: str) -> bool:
    """Run one check; its findings go to standard output."""
    program, *rest = CHECKS[name]
    print(f"lint: {name}", flush=True)
    command = [str(Path(sys.prefix) / "bin" / program), *rest]
    done = subprocess.run(command, cwd=PROJECT, check=False, stdin=subprocess.DEVNULL, text=True,
                          capture_output=name == "walls")
    if name == "walls" and done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0
