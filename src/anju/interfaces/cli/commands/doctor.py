"""Say what is wrong with an installation."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

import psycopg

from anju.foundation.cluster import ClusterError, Layout
from anju.interfaces.cli import checks
from anju.interfaces.cli.database_checks import Finding, of_clock, of_replica
from anju.interfaces.cli.fonts import of_fonts
from anju.interfaces.cli.installation import installation

NAME = "doctor"
HELP = "say what is wrong with this installation, and what to do"
MARKS = {"ok": "✓", "warning": "!", "wrong": "✗"}


def configure(parser: argparse.ArgumentParser) -> None:
    """How to report."""
    parser.add_argument(
        "--register",
        action="store_true",
        help="also look for records that contradict each other: rows "
        "that hang on merged or withdrawn records, people who live somewhere and cannot be found (reads the "
        "whole register)",
    )
    parser.add_argument("--json", action="store_true", help="report as a JSON list")


def run(args: argparse.Namespace) -> int:
    """Look at everything; exit status 1 when something is wrong."""
    findings = list(look(args))
    wrong = [finding for finding in findings if finding.state == "wrong"]
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
        return 1 if wrong else 0
    for finding in findings:
        print(f"{MARKS[finding.state]} {finding.check:10} {finding.text}")
        if finding.remedy:
            print(f"             → {finding.remedy}")
    print(f"{len(wrong)} thing(s) wrong." if wrong else "Nothing is wrong.")
    return 1 if wrong else 0


def look(args: argparse.Namespace) -> Iterator[Finding]:
    """Each finding as it is made."""
    layout = Layout(args.data)
    yield from checks.of_machine(layout)
    yield of_fonts()
    if not checks.known(layout):
        return
    try:
        with installation(args, parts=()) as found:
            yield from checks.of_database(found)
            yield of_clock(found)
            yield of_replica()
            if args.register:
                yield checks.of_register()
    except (ClusterError, psycopg.Error, OSError) as failure:
        yield Finding(
            "database",
            "wrong",
            str(failure).strip(),
            "Mend that first; log/postgres.log in the data directory tells more.",
        )
