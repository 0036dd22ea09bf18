"""Agreements about changes, as tests need them, and a receiver of webhooks as a real HTTP server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from anju.domains.exchange.api import changes
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM, STREET

NUMBER = "BG-2026-01"
BASE = "http://localhost:8420"
FULL = tuple(changes.fields())


def agreed(number: str = NUMBER, *, accepted: bool = True, **more: Any) -> int:
    """An agreement about every change with every field, in force; `more` changes what it covers."""
    today = local_date(now())
    terms = {
        "kinds": tuple(changes.kinds()),
        "fields": FULL,
        "purpose": "service",
        "basis": "义务教育法第十二条",
        "region": STREET,
        "first": today - timedelta(days=30),
        "last": today + timedelta(days=30),
        "per_day": 10_000,
        **more,
    }
    with acting(PLATFORM):
        made = changes.propose_changes(number, "教育局", **terms, actor=PLATFORM, at=now())
        if accepted:
            changes.accept_changes(made, actor=PLATFORM, at=now())
    return made


@dataclass
class Receiver:
    """What a partner's address was sent, and how it answers. `fail`: statuses of the next deliveries, then 204;
    `allows`: the header fields by which it agrees."""

    url: str = ""
    asked: list[Mapping[str, str]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    fail: list[int] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    allows: dict[str, str] = field(default_factory=lambda: {"WebHook-Allowed-Origin": "localhost"})


@contextmanager
def receiving(path: str = "/hook") -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_OPTIONS(self) -> None:
            found.asked.append({k.lower(): v for k, v in self.headers.items()})
            self._answer(200, found.allows)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
            status = found.fail.pop(0) if found.fail else 204
            if 200 <= status < 300:
                found.events.append(json.loads(body))
            self._answer(status, found.more)

        def _answer(self, status: int, fields: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}{path}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
