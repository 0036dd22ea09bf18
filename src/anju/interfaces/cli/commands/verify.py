"""``./anju verify``: judge a digital permit with the network off, SM2 included."""

from __future__ import annotations

import argparse
import json
import os
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from anju.foundation.clock import now
from anju.foundation.credentials import status_list
from anju.foundation.credentials.signing import Malformed
from anju.foundation.credentials.verification import Trust, Verdict, list_of, verify
from anju.foundation.errors import Refused
from anju.interfaces.cli.output import language, refuse, show
from anju.interfaces.texts import verdicts

NAME = "verify"
HELP = "check a digital residence permit offline: its text, or a file that holds it"
ISSUERS = "issuers.json"
LARGEST = 64 * 1024 * 1024
ASK_SECONDS = 5
"""How long the issuer is waited for before the kept list decides."""


def configure(parser: argparse.ArgumentParser) -> None:
    """What to check, against which lists."""
    parser.add_argument(
        "permit",
        nargs="?",
        default="",
        metavar="TEXT|FILE",
        help="the code's text, or a file with it",
    )
    parser.add_argument(
        "--lists",
        type=Path,
        metavar="DIR",
        help="issuers and status lists (default: verify, in the data)",
    )
    parser.add_argument(
        "--fetch", default="", metavar="URL", help="first fetch them from this installation"
    )
    parser.add_argument(
        "--offline", action="store_true", help="do not ask the issuer for the newest status list"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: valid. 1: not, or not certain, or the lists are missing."""
    place = args.lists or args.data / "verify"
    try:
        if args.fetch:
            fetch(args.fetch, place)
        if not args.permit:
            return 0 if args.fetch else 2
        trust, lists = kept(place)
        text, at = _text(args.permit), int(now().timestamp())
        found = verify(text, trust=trust, lists=lists, at=at)
        named = list_of(found.claims)
        newest = None if args.offline else _newest(named, trust)
        if newest is not None and (named not in lists or lists[named].issued < newest.issued):
            found = verify(text, trust=trust, lists={**lists, newest.uri: newest}, at=at)
    except Refused as error:
        return refuse(error, as_json=args.json)
    _print(found, as_json=args.json)
    return 0 if found.accepted else 1


def fetch(site: str, place: Path) -> None:
    """Keep the issuers and lists of an installation. `Refused` ``verify_unread`` when they do not come whole."""
    base = site.rstrip("/")
    if urlsplit(base).scheme not in ("http", "https"):
        raise Refused("verify_unread", why=base)
    place.mkdir(parents=True, exist_ok=True)
    try:
        issuers = _get(f"{base}/.well-known/jwt-vc-issuer")
        for uri in json.loads(issuers)["status_lists"]:
            code = uri.rsplit("/", 1)[1]
            (place / f"{quote(code, safe='')}.jwt").write_bytes(
                _get(f"{base}/status/{quote(code)}")
            )
        (place / ISSUERS).write_bytes(issuers)
    except (urllib.error.URLError, OSError, ValueError, KeyError) as failure:
        raise Refused("verify_unread", why=str(failure)) from failure


def kept(place: Path) -> tuple[Trust, dict[str, status_list.StatusList]]:
    """Issuers and lists that are kept there; lists that no issuer signed are none."""
    try:
        trust = Trust.read(json.loads((place / ISSUERS).read_text("utf-8")))
    except FileNotFoundError as absent:
        raise Refused("verify_no_lists") from absent
    except ValueError as broken:
        raise Refused("verify_unread", why=ISSUERS) from broken
    lists = {}
    for path in sorted(place.glob("*.jwt")):
        try:
            found = status_list.read(path.read_text("ascii"), trust.key)
        except (Malformed, UnicodeDecodeError):
            continue
        lists[found.uri] = found
    return trust, lists


def _newest(uri: str, trust: Trust) -> status_list.StatusList | None:
    """The list a permit names, as its issuer gives it now; None when the network gives none."""
    if not uri.startswith(f"{trust.issuer}/status/") or urlsplit(uri).scheme not in (
        "http",
        "https",
    ):
        return None
    try:
        text = _get(uri, ASK_SECONDS)
        found = status_list.read(text.decode("ascii"), trust.key)
    except (
        OSError,
        HTTPException,
        ValueError,
    ):  # no network, or an answer that is no list of this issuer
        return None
    return found if found.uri == uri else None


def _get(address: str, seconds: int = 30) -> bytes:
    with urllib.request.urlopen(address, timeout=seconds) as answer:  # noqa: S310 - scheme checked by `fetch`
        return bytes(answer.read(LARGEST))


def _text(word: str) -> str:
    try:
        return Path(word).read_text("utf-8") if os.path.isfile(word) else word  # noqa: PTH113 - a long text is no error
    except (OSError, UnicodeDecodeError) as failure:
        raise Refused("verify_unread", why=str(failure)) from failure


def _print(found: Verdict, *, as_json: bool) -> None:
    words = verdicts.in_language(language())
    outcome: Any = words["outcomes"][found.outcome.value]
    if as_json:
        show({**found.report, "sentence": outcome["text"], "list_age_seconds": found.list_age})
        return
    claims = found.report["claims"]
    print(f"{outcome['title']}: {outcome['text']}")
    values: Any = words["values"]
    for name, label in words["claims"].items():
        if name in claims:
            print(f"  {label}: {values.get(name, {}).get(claims[name], claims[name])}")
    if claims or found.list_age is not None:
        age = found.list_age or 0
        print(
            "  "
            + str(words["bases"][found.basis.value]).replace(
                "%s", f"{age // 3600} h {age % 3600 // 60} min "
            )
        )
