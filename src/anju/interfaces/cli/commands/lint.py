"""The rules a machine can check."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from anju.interfaces.cli import advisories, locks

NAME = "lint"
HELP = "check style (ruff), types (mypy), walls (import-linter), the lock files and known weaknesses of packages"
PROJECT = Path(__file__).resolve().parents[5]
LOCKS, AUDIT = "locks", "audit"
"""Our own checks, of the lock files and of what is known against their packages; the others are programs."""
CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "anju", "src", "tests"],
    "types": ["mypy", "--no-error-summary"],
    "walls": ["lint-imports", "--no-cache", "--no-logo"],
    LOCKS: [],
    AUDIT: [],
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
    print(f"lint: {name}", flush=True)
    if name == LOCKS:
        wrong = locks.findings(PROJECT)
        print("".join(f"{line}\n" for line in wrong), end="")
        return not wrong
    if name == AUDIT:
        return _nothing_known_against_packages()
    program, *rest = CHECKS[name]
    command = [str(Path(sys.prefix) / "bin" / program), *rest]
    done = subprocess.run(command, cwd=PROJECT, check=False, stdin=subprocess.DEVNULL, text=True,
                          capture_output=name == "walls")
    if name == "walls" and done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def _nothing_known_against_packages() -> bool:
    """What cannot be asked, because a network or a program is missing, is said and fails nothing."""
    held = True
    for one in advisories.asked(PROJECT):
        if one.unasked:
            print(f"lint: {one.lock} was NOT checked for known weaknesses: {one.unasked}")
        for weakness in one.found:
            print(f"{one.lock}: {weakness}")
        held = held and not one.found
    return held
