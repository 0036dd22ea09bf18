"""``./anju centre``: the keys by which cards are ordered and results believed."""

from __future__ import annotations

import argparse
import base64
import binascii
from typing import Any

from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import refuse, show

NAME = "centre"
HELP = "show our key for card orders, or trust a production centre's key for its results"


def configure(parser: argparse.ArgumentParser) -> None:
    """Without ``--trust``: only show."""
    parser.add_argument(
        "--trust", metavar="KEY", help="the centre's Ed25519 public key, base64 (32 bytes)"
    )
    parser.add_argument("--name", default="", help="what the centre is called")
    parser.add_argument(
        "--region",
        default="",
        metavar="PREFIX",
        help="for cards of this area only (default: everywhere)",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: shown, or trusted. 1: not, and why."""
    with installation(args):
        try:
            report = _keys(args)
        except AnjuError as error:
            return refuse(error, as_json=args.json)
    if args.json:
        show(report)
        return 0
    print(f"ours  {report['id']}  {report['public']}")
    for centre in report["centres"]:
        print(f"trust {centre['id']}  {centre['name']}  {centre['region'] or '*'}")
    return 0


def _keys(args: argparse.Namespace) -> dict[str, Any]:
    from anju.domains.permits.api import lifecycle
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    actor = system("cli")
    if args.trust:
        try:
            public = base64.b64decode(args.trust, validate=True)
        except binascii.Error as error:
            raise Refused("key_form") from error
        with acting(actor):
            lifecycle.trust_centre(
                name=args.name, region=args.region, public=public, actor=actor, at=now()
            )
    ours = lifecycle.signer()
    return {
        "id": ours.id,
        "public": base64.b64encode(ours.public).decode(),
        "centres": [{"id": c.id, "name": c.name, "region": c.region} for c in lifecycle.centres()],
    }
