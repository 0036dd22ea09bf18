"""``./anju conformance``: does a place keep the rules of the exchange? Every case over real HTTP, in one report."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from anju.domains.exchange.api import conformance
from anju.domains.exchange.api.conformance import Keys, Kit, Report, Target
from anju.domains.exchange.api.signing import HttpMessage
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.credentials.signing import HeldKey, Malformed, PublicKey
from anju.foundation.db.scope import acting
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import language, show
from anju.interfaces.jobs.peer_http import PeerHttp

NAME = "conformance"
KEYS = Path("conformance-keys.json")
NOTHING = "Name the address of a place (URL), or --self for this installation."
LONGEST_START = 120.0
"""Seconds until the site has to take connections."""
HELP = "try a place by the rules of the exchange: URL, or --self for this installation"


def configure(parser: argparse.ArgumentParser) -> None:
    """Whom to try, with which keys, and where the report goes."""
    parser.add_argument("url", nargs="?", default="", help="the address of the place")
    parser.add_argument(
        "--place", default="", metavar="CODE", help="its code; without: as its address says"
    )
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        default=KEYS,
        help="the kit's own keys; made where there is no such file, with what the place has to enter "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--admit",
        type=Path,
        metavar="FILE",
        help="let a kit try this installation: FILE is what that kit said has to be entered",
    )
    parser.add_argument(
        "--forget", action="store_true", help="remove the places of a kit, with all they sent"
    )
    parser.add_argument("--self", action="store_true", dest="own", help="this installation")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the report as a page")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: every case passed. 1: some failed. 2: there is nothing to try, or the keys are not entered yet."""
    if args.admit or args.forget:
        with installation(args):
            return _let_in(args.admit, as_json=args.json)
    if args.own:
        with installation(args) as found:
            report = _own({**os.environ, **found.serving()}, _bar(as_json=args.json))
    else:
        if not args.url:
            return _refused("nothing_to_try", NOTHING, as_json=args.json)
        if not args.keys.exists():
            return _first(args.keys)
        report = _other(args.url, args.place, read_keys(args.keys), _bar(as_json=args.json))
    if args.page:
        args.page.write_text(conformance.page(report), "utf-8")
    _print(report, as_json=args.json)
    return 1 if report.failed or report.broke_off else 0


def _first(file: Path) -> int:
    """Make the keys and say what the place under test has to enter before it can be tried."""
    keys = Keys()
    write_keys(file, keys)
    show(
        {
            "enter": keys.setup(),
            "suspended": conformance.SUSPENDED,
            "agreements": [conformance.AGREEMENT, conformance.ENDED, conformance.NARROW],
        }
    )
    return 2


def _let_in(file: Path | None, *, as_json: bool) -> int:
    """Enter the places of a kit in this installation, or forget them."""
    from anju.domains.exchange.api import conformance_setup

    actor = system("conformance")
    with acting(actor):
        if file is None:
            conformance_setup.forget(actor=actor)
        else:
            try:
                wanted = json.loads(file.read_text("utf-8"))["enter"]
            except (OSError, ValueError, KeyError, TypeError):
                return _refused("kit_unread", f"{file} cannot be read.", as_json=as_json)
            conformance_setup.lend_place(actor=actor, at=now())
            conformance_setup.enter(wanted, actor=actor, at=now())
    if as_json:
        show({"entered": file is not None})
    else:
        print("entered" if file is not None else "forgotten")
    return 0


def _refused(code: str, sentence: str, *, as_json: bool) -> int:
    """What makes no sense, in one sentence. Status 2."""
    if as_json:
        show({"error": code, "sentence": sentence})
    else:
        print(f"anju: {sentence}", file=sys.stderr)
    return 2


def write_keys(file: Path, keys: Keys) -> None:
    """Keep the kit's keys, for its owner alone."""
    file.touch(mode=0o600)
    found = {f.name: getattr(keys, f.name) for f in fields(keys)}
    held = {n: {"jwk": k.key.jwk(), "secret": k.secret.hex()} for n, k in found.items()}
    file.write_text(json.dumps(held), "utf-8")


def read_keys(file: Path) -> Keys:
    """The kit's keys again."""
    held: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Keys(
        **{
            name: HeldKey(PublicKey.from_jwk(k["jwk"]), bytes.fromhex(k["secret"]))
            for name, k in held.items()
        }
    )


def _other(url: str, place: str, keys: Keys, progress: Callable[[int, int], None]) -> Report:
    target = Target(url, place)
    with PeerHttp() as http:
        try:
            _, _, body = http.ask("GET", url.rstrip("/") + "/exchange/v1/keys", {}, b"")
            published = json.loads(body)
            known = tuple(PublicKey.from_jwk(k) for k in published["keys"])
            target = Target(url, place or str(published.get("place", "")))
        except (OSError, ValueError, KeyError, TypeError, Malformed) as error:
            return Report(target, (), broke_off=f"its keys cannot be read: {type(error).__name__}")

        def transport(request: HttpMessage) -> tuple[int, Any, bytes]:
            return http.ask(request.method, request.url, request.headers, request.body)

        kit = Kit(target, known, keys, now)
        return conformance.run(kit, transport, counter=time.monotonic, progress=progress)


def _own(environment: Mapping[str, str], progress: Callable[[int, int], None]) -> Report:
    """This installation's own site on a port of its own, with the kit's places entered for as long as it takes."""
    from anju.domains.exchange.api import conformance_setup, links

    actor, keys = system("conformance"), Keys()
    with acting(actor):
        conformance_setup.lend_place(actor=actor, at=now())
        place, _ = links.own_place()
        conformance_setup.enter(keys.setup(), actor=actor, at=now())
    try:
        with _served(environment) as url:
            return _other(url, place, keys, progress)
    finally:
        with acting(actor):
            conformance_setup.forget(actor=actor)


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[str]:
    """The web server as ``./anju up`` runs it, for nobody but this command."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", "1", "--no-ws", "--log-level", "error"),
        "anju.config.wsgi:application",
    ]
    serving = {**environment, "ANJU_POOL": "1", "ANJU_OWNER_URL": "", "ANJU_PUBLIC_URL": url}
    server = subprocess.Popen(
        command, env=serving, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        _await(port, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until the site takes connections; what then does not answer, the report says."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.1)


def _bar(*, as_json: bool) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty() and not as_json:
            print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)

    return tell


def _print(report: Report, *, as_json: bool) -> None:
    written = report.written()
    if as_json:
        show(dict(written))
        return
    side = 0 if language().startswith("zh") else 1
    for outcome in report.failed:
        print(f"{outcome.id}  {outcome.title[side]}: {outcome.cause}")
    print(
        f"{written['passed']}/{written['cases']} passed; {report.seconds:.1f} s {report.broke_off}"
    )
