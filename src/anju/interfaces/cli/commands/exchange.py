"""``./anju exchange``: check messages for another place, read the catalogue of errors; needs no installation."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from anju.domains.exchange.api import messages
from anju.foundation.clock import now
from anju.interfaces.cli.output import language, show, table
from anju.interfaces.texts import exchange as words

NAME = "exchange"
HELP = "check messages for another place (check FILE); read the catalogue of errors (errors)"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which file."""
    parser.add_argument(
        "action",
        choices=("check", "errors"),
        help="check: is each message of a file as it should be; errors: every code with cause and remedy",
    )
    parser.add_argument(
        "file", nargs="?", type=Path, help="JSON: one message, or a list of messages"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: nothing is wrong. 1: a message would be rejected. 2: there is no file to check, or it cannot be read."""
    if args.action == "errors":
        return _errors(as_json=args.json)
    if args.file is None:
        return 2
    return _check(args.file, as_json=args.json)


def _errors(*, as_json: bool) -> int:
    side = 0 if language().startswith("zh") else 1
    entries = messages.errors().values()
    if as_json:
        show(
            {
                "errors": [
                    {"code": e.code, "layer": e.layer, "status": e.status, "severity": e.severity}
                    | {"zh": e.zh, "en": e.en}
                    for e in entries
                ]
            }
        )
        return 0
    lines = [(e.code, words.LAYERS[e.layer][side], words.REASONS[e.code][side]) for e in entries]
    print(table(lines, indent=""))
    return 0


def _check(file: Path, *, as_json: bool) -> int:
    try:
        value = messages.read_json(file.read_bytes())
    except (OSError, messages.NotReadable) as error:
        show({"error": "body_not_json", "why": str(error)}) if as_json else print(f"anju: {error}")
        return 2
    found = [_report(m) for m in (value if isinstance(value, list) else [value])]
    sound = not any(f["severity"] == "error" for report in found for f in report["faults"])
    if as_json:
        show({"ok": sound, "messages": found})
        return 0 if sound else 1
    side = 0 if language().startswith("zh") else 1
    for number, report in enumerate(found, 1):
        print(
            f"{number}  {report['class']}  {report['id']}  {'OK' if not report['faults'] else ''}"
        )
        for fault in report["faults"]:
            print(f"    {fault['code']}  {fault['at']}  {words.REASONS[fault['code']][side]}")
    return 0 if sound else 1


def _report(message: object) -> dict[str, Any]:
    """Judged as its receiver would, signed by whom it says."""
    fields = message if isinstance(message, dict) else {}
    sender, receiver = str(fields.get("from", "")), str(fields.get("to", ""))
    found = messages.faults(message, messages.Occasion(receiver, sender, now()))
    return {
        "id": str(fields.get("id", "")),
        "class": str(fields.get("class", "")),
        "faults": [f.written() for f in found],
    }
