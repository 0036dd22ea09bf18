"""The field app's log in a real browser that is killed in the middle of writing (`--kills`, 500 unless said).

A page writes operations down as fast as it can, with a photograph each third time, and says of each that it is
kept as soon as the app would tell its holder. The browser gets SIGKILL at a random moment, is started
again on the same profile, and everything that was said to be kept is looked for. No installation.
"""

from __future__ import annotations

import base64
import functools
import http.server
import os
import random
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Error, Page, Playwright, sync_playwright

from bench.harness import PROJECT, SEED, Report, arguments, show

STATIC = PROJECT / "src" / "anju" / "interfaces" / "web" / "static"
PAGE = "<!doctype html><title>field</title><script id='field-words' type='application/json'>{\"say\":{}}</script>"
BEGIN = """async point => {
    const [vault, db] = [await import('/anju/js/field/vault.js'), await import('/anju/js/field/database.js')];
    await vault.create('a long enough PIN', 'phone', 'secret');
    await db.setState('key', { version: 1, point: Uint8Array.from(atob(point), c => c.charCodeAt(0)) });
}"""
OPEN = "async () => (await import('/anju/js/field/vault.js')).open('a long enough PIN')"
WRITE = """async () => {
    const log = await import('/anju/js/field/log.js');
    const picture = new Blob([crypto.getRandomValues(new Uint8Array(60000))]);
    for (let n = 0; ; n += 1) {
        const visit = { kind: 'visit', home: { code: 'A' }, content: { result: 'met' } };
        const key = await log.append(visit, { kind: 'visit' }, n % 3 ? [] : [picture]);
        await window.kept(key, n % 3 ? 0 : 1);
    }
}"""
FOUND = """async () => {
    const db = await import('/anju/js/field/database.js');
    const rows = await db.read('operations', s => s.getAll());
    const photos = await db.read('photos', s => s.getAll());
    const of = n => photos.filter(p => p.number === n && p.envelope.byteLength === p.size).length;
    return rows.map(r => [r.key, r.envelope.byteLength > 0 && r.digest.length === 64, of(r.number)]);
}"""
START = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def run(words: Sequence[str] | None = None) -> int:
    """Run the benchmark."""

    def more(parser: Any) -> None:
        parser.add_argument("--kills", type=int, default=500)
        parser.add_argument("--seed", type=int, default=SEED)

    args = arguments(words, __doc__ or "", more)
    return show(measure(args.kills, args.seed), as_json=args.json)


def measure(kills: int, seed: int) -> Report:
    """Kill so many times, and look for all that was said to be kept."""
    begun, chance = time.perf_counter(), random.Random(seed)
    told: dict[str, int] = {}
    profile = Path(tempfile.mkdtemp(prefix="anju-field-kill-"))
    try:
        with served() as address, sync_playwright() as play:
            with opened(play, profile, address) as page:
                page.evaluate(BEGIN, point())
            for _ in range(kills):
                write_until_killed(play, profile, address, chance, told)
            with opened(play, profile, address) as page:
                found = {key: (whole, photos) for key, whole, photos in page.evaluate(FOUND)}
    finally:
        shutil.rmtree(profile, ignore_errors=True)
    missing = [k for k, photos in told.items() if found.get(k, (False, 0)) != (True, photos)]
    report = Report("field-kill", rows=kills, seconds=time.perf_counter() - begun)
    report.figures = {"told": len(told), "found": len(found), "missing": missing[:5]}
    report.at_most("acknowledged operations missing", len(missing), 0)
    report.at_least("operations told of", len(told), kills)
    return report


def write_until_killed(
    play: Playwright, profile: Path, address: str, chance: random.Random, told: dict[str, int]
) -> None:
    """Open the app, let it write, kill the whole browser at a moment that nobody chose."""
    context = play.chromium.launch_persistent_context(
        str(profile), executable_path=browser(), headless=True, args=list(START)
    )
    page = context.pages[0]
    page.expose_function("kept", lambda key, photos: told.update({key: photos}))
    page.goto(address)
    assert page.evaluate(OPEN), "the vault opens after each kill"
    killer = threading.Timer(chance.uniform(0.1, 1.5), kill, [profile])
    killer.start()
    try:
        page.evaluate(WRITE)
    except Error:
        pass  # the browser is gone
    finally:
        killer.join()
        closed(context)


def closed(context: Any) -> None:
    """What is left of a killed browser on our side."""
    try:
        context.close()
    except Error:
        return


def kill(profile: Path) -> None:
    """SIGKILL to every process of the browser of this profile."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if str(profile).encode() in (folder / "cmdline").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)
        except (OSError, ProcessLookupError):
            continue


@contextmanager
def opened(play: Playwright, profile: Path, address: str) -> Iterator[Page]:
    """A page of the app that is closed as it should be."""
    context = play.chromium.launch_persistent_context(
        str(profile), executable_path=browser(), headless=True, args=list(START)
    )
    try:
        context.pages[0].goto(address)
        yield context.pages[0]
    finally:
        context.close()


def browser() -> str | None:
    """Debian's Chromium, or what the library brings."""
    return shutil.which("chromium")


def point() -> str:
    """A public key for envelopes that nobody will open."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return base64.b64encode(
        key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    ).decode()


class Handler(http.server.SimpleHTTPRequestHandler):
    """The app's scripts, and an empty page at ``/``."""

    extensions_map = {".js": "text/javascript", "": "application/octet-stream"}

    def do_GET(self) -> None:
        """Answer."""
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.encode())
        return None

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the scripts on a port of this machine."""
    handler = functools.partial(Handler, directory=str(STATIC))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


if __name__ == "__main__":
    raise SystemExit(run())
