"""``./anju addresses``: texts in parts (needs no database); what earlier versions confused, joined or parted."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import refuse, show

NAME = "addresses"
HELP = "read address texts into parts; find and settle addresses that earlier versions confused"
LABELS = (
    "province prov",
    "city city",
    "county district",
    "devzone devzone",
    "street town",
    "community community",
    "village_group village_group",
    "road road",
    "number roadno",
    "poi poi",
    "subpoi subpoi",
    "building houseno",
    "unit cellno",
    "floor floorno",
    "room roomno",
    "bed bed",
    "assist assist",
    "distance distance",
    "intersection intersection",
    "redundant redundant",
    "others others",
)
"""Key and label, as `places.ADDRESS_KEYS` (which only an installation can import) has them."""
_LISTED = "\n".join("  {:<13} label {}".format(*pair.split()) for pair in LABELS)
ABOUT = f"""parse reads one address a line (UTF-8, or GB 18030) and writes one JSON object a line, in the same order:

  text          the line as read
{_LISTED}
  sub_number    of a number 8-1号: 1
  code          twelve digits of the narrowest division that is sure, "" when none is
  rest          what no part took
  parts         all pieces in order: label, key, text, start, end (places in text)

A key holds the words as they stand, "" when the address says nothing; several of a kind are joined
by a space. The labels are those of public labelled sets of Chinese addresses (prov city district
devzone town community village_group road roadno poi subpoi houseno cellno floorno roomno assist
distance intersection redundant others; bed is ours).

check lists homes on file that name one place (join:KEPT:OTHER) and stays whose declaration names
another place than the home they were entered in (part:HOME:STAY). Nothing changes until you name
findings: ./anju addresses check ID …; each can be taken back: ./anju addresses undo ID. All of it
stands in the audit log."""


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file or findings."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = ABOUT
    parser.add_argument(
        "what",
        choices=["parse", "check", "undo"],
        metavar="parse|check|undo",
        help="read texts; find what earlier versions confused; take a settled finding back",
    )
    parser.add_argument(
        "given",
        nargs="*",
        metavar="FILE|ID",
        help="parse: one text a line, - for standard input. "
        "check: findings to settle (join or part). undo: the finding",
    )
    parser.add_argument(
        "--region",
        default="",
        metavar="CODE",
        help="check: only inside this division (prefix of its code)",
    )
    parser.add_argument(
        "--json", action="store_true", help="JSON, one object a line (parse: otherwise label=words)"
    )


def run(args: argparse.Namespace) -> int:
    """0: done. 1: the file could not be read, or a finding could not be settled, and why. 2: asked wrongly."""
    if args.what == "parse":
        return _parse(args) if len(args.given) == 1 else 2
    if args.what == "undo" and len(args.given) != 1:
        return 2
    try:
        return _check(args)
    except AnjuError as error:
        return refuse(error, as_json=args.json)


def _parse(args: argparse.Namespace) -> int:
    path = Path(args.given[0])
    try:
        lines = _lines(path)
    except OSError as failure:
        return refuse(
            Refused("file_unreadable", filename=str(path), why=failure.strerror or ""),
            as_json=args.json,
        )
    for answer in parsed(lines):
        if args.json:
            print(json.dumps(answer, ensure_ascii=False))
        else:
            print("  ".join(f"{p['label']}={p['text']}" for p in answer["parts"]))
    return 0


def _check(args: argparse.Namespace) -> int:
    """Findings; those named are settled, each in a transaction of its own."""
    with installation(args):
        from anju.domains.register import api as register
        from anju.foundation.actor import system
        from anju.foundation.clock import now
        from anju.foundation.db.scope import acting

        actor = system(f"cli:{getpass.getuser()}", channel="cli")
        if args.what == "undo":
            with acting(actor):
                count = register.undo_address(args.given[0], actor=actor, at=now())
            show({"undone": args.given[0], "stays": count})
            return 0
        for finding in args.given:
            with acting(actor):
                done = register.resolve_address(finding, region=args.region, actor=actor, at=now())
            show({"settled": done.id, "stays": done.stays})
        if args.given:
            return 0
        with acting(actor):
            found = register.check_addresses(args.region, actor=actor)
    for one in found:
        if args.json:
            show(asdict(one))
        else:
            print(f"{one.id}\t{one.text}\t{one.words}\t{one.stays}")
    return 0


def parsed(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each text in parts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.config.settings")
    os.environ.setdefault(
        "ANJU_DATABASE_URL", "postgresql://none@127.0.0.1:1/none"
    )  # never connected to
    os.environ.setdefault("ANJU_SECRET_KEY", "-" * 50)
    import django

    django.setup()
    from django.conf import settings

    from anju.domains.places import api as places
    from anju.domains.regions import api as regions

    heads = regions.published_heads(settings.NODE_MODULES, places.address_goes_on)
    for line in lines:
        yield places.parse_address(line, heads.read)


def _lines(path: Path) -> list[str]:
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines and lines[-1] == "" else lines
