"""``./anju addresses parse FILE``: address texts in parts, without a database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from anju.foundation.errors import Refused
from anju.interfaces.cli.said import refuse

NAME = "addresses"
HELP = "read address texts into parts"
LABELS = ("province prov", "city city", "county district", "devzone devzone", "street town", "community community",
          "village_group village_group", "road road", "number roadno", "poi poi", "subpoi subpoi", "building houseno",
          "unit cellno", "floor floorno", "room roomno", "bed bed", "assist assist", "distance distance",
          "intersection intersection", "redundant redundant", "others others")
"""Key and label, as `places.ADDRESS_KEYS` (which only an installation can import) has them."""
_LISTED = "\n".join("  {:<13} label {}".format(*pair.split()) for pair in LABELS)
ABOUT = f"""parse reads one address a line (UTF-8, or GB 18030) and writes one JSON object a line, in the same order:

  text          the line as read
{_LISTED}
  sub_number    of a number 8-1号: 1
  code          twelve digits of the narrowest division that is sure, "" when none is
  rest          what no part took
  parts         all pieces in order: label, key, text, start, end (places in text)

A key holds the words as they stand, "" when the address says nothing; several of a kind are joined by a space. The labels
are those of public labelled sets of Chinese addresses (prov city district devzone town community village_group road roadno
poi subpoi houseno cellno floorno roomno assist distance intersection redundant others; bed is ours)."""


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = ABOUT
    parser.add_argument("what", choices=["parse"], metavar="parse", help="read texts into parts")
    parser.add_argument("file", type=Path, metavar="FILE", help="one text a line; - for standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a line (otherwise label=words, readable)")


def run(args: argparse.Namespace) -> int:
    """0: all lines read. 1: the file could not be read."""
    try:
        lines = _lines(args.file)
    except OSError as failure:
        return refuse(Refused("file_unreadable", filename=str(args.file), why=failure.strerror or ""), as_json=args.json)
    for answer in parsed(lines):
        if args.json:
            print(json.dumps(answer, ensure_ascii=False))
        else:
            print("  ".join(f"{p['label']}={p['text']}" for p in answer["parts"]))
    return 0


def parsed(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each text in parts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.config.settings")
    os.environ.setdefault("ANJU_DATABASE_URL", "postgresql://none@127.0.0.1:1/none")  # never connected to
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
