"""``./anju exchange``: check messages, read the catalogue of errors, export and check the log of requests. Only the
export needs an installation."""

from __future__ import annotations

import argparse
import base64
import json
import os
import secrets
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cryptography import x509

from anju.domains.exchange.api import messages
from anju.domains.exchange.api.log_check import checked
from anju.domains.exchange.api.stamp_check import Heads, stamps_checked
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.credentials.signing import PublicKey
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import language, show, table
from anju.interfaces.texts import exchange as words
from anju.interfaces.texts import stamps as stamp_words

MODES = ("right", "slow", "down", "expired", "wrong", "silent")
"""How a simulated place behaves."""
NAME = "exchange"
HELP = "messages between places: check FILE, errors, log FILE, verify FILE, stamps, catalogue FILE, simulate"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which file."""
    parser.add_argument(
        "action",
        choices=("check", "errors", "log", "verify", "stamps", "catalogue", "simulate"),
        help="check: is each message of a file as it should be; errors: every code with cause and remedy; "
        "log: write the chained log of requests with its time stamps to a file; verify: check such a file; "
        "stamps: up to where the log is stamped, and what waits; "
        "catalogue: what is wrong with a file of catalogue entries (XLSX, CSV, JSON); "
        "simulate: be a place behind an older gateway, for trying a link, until Ctrl+C",
    )
    parser.add_argument(
        "file", nargs="?", type=Path, help="messages (JSON), or the log (a JSON object a line)"
    )
    parser.add_argument("--port", type=int, default=8931, help="of simulate (default: %(default)s)")
    parser.add_argument("--scheme", choices=("headers", "md5"), default="headers")
    parser.add_argument("--mode", choices=MODES, default="right", help="how simulate behaves")
    parser.add_argument(
        "--trust",
        type=Path,
        help="of verify: certificates (PEM) of time stamp services; without them only the chain and own stamps count",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: nothing is wrong. 1: a message would be rejected, or the log does not hold. 2: there is no file, or it cannot
    be read."""
    if args.action == "errors":
        return _errors(as_json=args.json)
    if args.action == "simulate":
        return _simulate(args)
    if args.action == "stamps":
        with installation(args):
            return _stamps(as_json=args.json)
    if args.file is None:
        return 2
    if args.action == "verify":
        return _verify(args.file, args.trust, as_json=args.json)
    if args.action == "log":
        with installation(args):
            return _export(args.file, as_json=args.json)
    of_file = {"check": _check, "catalogue": _catalogue}
    return of_file[args.action](args.file, as_json=args.json)


def _simulate(args: argparse.Namespace) -> int:
    """Serve until it is interrupted; what to enter for it in a link stands on the first lines."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.config.settings")
    django.setup()
    from anju.demo.gateway_simulator import Simulator, served

    secret = secrets.token_urlsafe(24)
    service = "s_000000000000_1" if args.scheme == "headers" else ""
    place = Simulator("999997", args.scheme, "simulated", service, secret, args.mode)
    with served(place, args.port) as url, suppress(KeyboardInterrupt):
        entered = {"place": place.code, "url": url, "caller": place.caller, "service": service}
        show({**entered, "secret": secret}) if args.json else print(
            f"{url}  {place.code}  {place.caller}  {service}  {secret}", flush=True
        )
        threading.Event().wait()
    print(json.dumps(place.requests))
    return 0


def _catalogue(file: Path, *, as_json: bool) -> int:
    from anju.domains.exchange.api import catalogue
    from anju.interfaces.texts.sentences import text_of

    try:
        entries, wrong = catalogue.read_file(file.read_bytes(), file.name)
    except OSError as error:
        show({"error": type(error).__name__}) if as_json else print(f"anju: {error}")
        return 2
    except Refused as refused:
        entries, wrong = [], [catalogue.EntryFault(refused.code)]
    if as_json:
        show({"ok": not wrong, "entries": len(entries), "faults": [asdict(f) for f in wrong]})
    else:
        print(f"{len(entries):,} entries, {len(wrong):,} faults")
        for fault in wrong:
            words = {"column": fault.column, "value": fault.value, "mb": catalogue.MOST_BYTES >> 20}
            print(f"{fault.line}: {text_of(fault.code, language(), words)}")
    return 1 if wrong else 0


def _export(file: Path, *, as_json: bool) -> int:
    """The public keys and time stamps first, then every chained entry."""
    from anju.domains.exchange.api import links, stamps

    count = 0
    with acting(system("exchange.log")), file.open("w", encoding="utf-8") as out:
        links.chain()
        keys = [*links.own_public_keys(), *links.peer_public_keys()]
        out.write(json.dumps({"keys": [k.jwk() for k in keys], **stamps.exported()}) + "\n")
        for entry in links.entries():
            out.write(json.dumps(entry, ensure_ascii=False) + "\n")
            count += 1
    show({"entries": count}) if as_json else print(f"{count:,} entries")
    return 0


def _verify(file: Path, trust: Path | None, *, as_json: bool) -> int:
    try:
        trusted = x509.load_pem_x509_certificates(trust.read_bytes()) if trust else []
        with file.open(encoding="utf-8") as lines:
            first = json.loads(next(lines))
            keys = [PublicKey.from_jwk(k) for k in first["keys"]]
            own = [_certificate(c) for c in first.get("own_certificates", ())]
            given = first.get("stamps", [])
            heads = Heads(given)
            found = checked(heads.passing(map(json.loads, lines)), {k.kid: k for k in keys})
        known = [s for s in given if trusted or s.get("level") == "own"]
        stamped = stamps_checked(known, heads.found, own, trusted)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        show({"error": "log_unread"}) if as_json else print(f"anju: {type(error).__name__}")
        return 2
    if as_json:
        at = stamped.at.isoformat() if stamped.at else None
        unchecked = len(given) - len(known)
        show({**asdict(found), "stamps": {**asdict(stamped), "at": at, "unchecked": unchecked}})
    else:
        side = 0 if language().startswith("zh") else 1
        print(f"{found.entries:,} entries, head {found.head or '–'}")
        print(stamp_words.CHECKED[side].format(s=stamped, n=len(given) - len(known)))
        for number, problem in (
            (found.number, found.problem),
            (stamped.number, stamped.problem),
        ):
            if problem:
                print(
                    f"{number}: {({**words.LOG_PROBLEMS, **stamp_words.PROBLEMS})[problem][side]}"
                )
    return 1 if found.problem or stamped.problem else 0


def _certificate(text: str) -> x509.Certificate:
    return x509.load_der_x509_certificate(base64.b64decode(text, validate=True))


def _stamps(*, as_json: bool) -> int:
    """1 where heads of the log wait for their stamp."""
    from anju.domains.exchange.api import stamps

    with acting(system("exchange.stamps")):
        found = stamps.stamps_standing()
    if as_json:
        moments = {
            k: v.isoformat() if v else None for k, v in (("oldest", found.oldest), ("at", found.at))
        }
        show({**asdict(found), **moments})
    else:
        side = 0 if language().startswith("zh") else 1
        level = stamp_words.LEVELS[found.level][side] if found.level else "–"
        print(stamp_words.STAND[side].format(s=found, level=level))
        if found.failure:
            print(stamp_words.FAILURES.get(found.failure, (found.failure,) * 2)[side])
    return 1 if found.waiting else 0


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
    lines = [(e.code, words.LAYERS[e.layer][side], words.CATALOGUE[e.code][side]) for e in entries]
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
            print(f"    {fault['code']}  {fault['at']}  {words.CATALOGUE[fault['code']][side]}")
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
