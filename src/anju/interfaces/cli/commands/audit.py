"""``anju audit verify``: is the audit trail whole?"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict

from anju.interfaces.cli.installation import installation
from anju.interfaces.texts.audit import REASONS

NAME = "audit"
HELP = "check the audit trail"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        "action",
        choices=("verify",),
        help="verify: recompute every hash and every link of the chain",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="NUMBER:HASH",
        help="a head of the chain noted earlier outside the database; may be repeated",
    )


def run(args: argparse.Namespace) -> int:
    """0: whole. 1: something was found. 2: the arguments make no sense."""
    try:
        heads = [
            (int(number), text.lower())
            for number, _, text in (head.partition(":") for head in args.head)
        ]
    except ValueError:
        print("--head takes NUMBER:HASH, as printed by an earlier check", file=sys.stderr)
        return 2
    with installation(args):
        return _verify(heads, as_json=args.json)


def _verify(heads: list[tuple[int, str]], *, as_json: bool) -> int:
    from anju.foundation.audit import api as audit

    begun = time.monotonic()
    bar = _bar if sys.stderr.isatty() and not as_json else None
    found = audit.verify(bar, anchors=tuple(audit.Anchor(*head) for head in heads))
    seconds = time.monotonic() - begun
    chinese, english = "", ""
    if found.problem:
        chinese, english = (
            text.format(**found.problem.params) for text in REASONS[found.problem.code]
        )
    if as_json:
        print(
            json.dumps(
                {
                    **asdict(found),
                    "ok": found.ok,
                    "sentence": english,
                    "seconds": round(seconds, 3),
                },
                ensure_ascii=False,
            )
        )
    else:
        print(
            f"{found.entries:,} entries, {found.seals:,} seals, {found.unsealed:,} not sealed yet; {seconds:.1f} s"
        )
        print(
            f"{chinese}\n{english}" if found.problem else "审计记录完整。The audit trail is whole."
        )
        if found.head:
            print(f"head {found.head.number}:{found.head.hash}")
    return 0 if found.ok else 1


def _bar(entries: int) -> None:
    print(f"\r{entries:,} entries", end="", file=sys.stderr, flush=True)
