"""A place behind an older gateway, as a small real HTTP server: it checks the header fields or the form as the gateway
does, answers each message, and can be slow, down, out of date or wrong. For tests and for trying a link by hand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from anju.domains.exchange.api import gateway, messages
from anju.domains.exchange.api.signing import HttpMessage
from anju.foundation.clock import now
from anju.foundation.errors import NotAllowed

MODES = ("right", "slow", "down", "expired", "wrong", "silent")
"""right; answers after `delay`; 503; takes every signature for expired; answers with digests of another content; speaks
of no message."""
LONGEST = 4_000_000


@dataclass
class Simulator:
    """One place with one secret. `taken`: messages it has, by their ids; `requests`: how many came, by outcome."""

    code: str
    scheme: str
    caller: str
    service: str
    secret: str
    mode: str = "right"
    delay: float = 2.0
    clock: Callable[[], datetime] = now
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def answer(self, request: HttpMessage, at: datetime) -> tuple[int, dict[str, Any]]:
        """Status and JSON of an answer."""
        if self.mode == "slow":
            time.sleep(self.delay)
        if self.mode == "down":
            return self._noted(503, {"code": "down"})
        try:
            items = self._items(request, at)
        except (NotAllowed, messages.NotReadable) as refused:
            code = refused.code if isinstance(refused, NotAllowed) else "body_not_json"
            return self._noted(messages.errors()[code].status, {"code": code})
        results = [self._result(m) for m in items] if self.mode != "silent" else []
        return self._noted(
            200,
            {
                "version": messages.VERSION,
                "place": self.code,
                "epoch": 0,
                "received": at.isoformat(),
                "results": results,
            },
        )

    def _items(self, request: HttpMessage, at: datetime) -> list[dict[str, Any]]:
        claim = gateway.claim_of(request)
        if claim is None or claim.caller != self.caller:
            raise NotAllowed("signature_key_unknown")
        if self.mode == "expired":
            raise NotAllowed("signature_expired")
        proof = gateway.checked(claim, self.secret, at)
        if proof.nonce in self.seen:
            raise NotAllowed("nonce_used")
        self.seen.add(proof.nonce)
        value = messages.read_json(claim.body)
        return value if isinstance(value, list) else [value]

    def _result(self, message: dict[str, Any]) -> dict[str, Any]:
        repeated = message["id"] in self.taken
        self.taken[message["id"]] = message
        shown = {**message, "purpose": "altered"} if self.mode == "wrong" else message
        return {
            "class": "receipt",
            "id": message["id"],
            "digest": messages.digest(shown),
            "repeated": repeated,
            "warnings": [],
        }

    def _noted(self, status: int, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        outcome = str(body.get("code", "taken"))
        self.requests[outcome] = self.requests.get(outcome, 0) + 1
        return status, body


@contextmanager
def served(simulator: Simulator, port: int = 0) -> Iterator[str]:
    """The simulator at work on this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(simulator))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = min(int(self.headers.get("content-length") or 0), LONGEST)
            headers: Mapping[str, str] = {k.lower(): v for k, v in self.headers.items()}
            request = HttpMessage(self.rfile.read(length), headers, "POST", self.path)
            status, body = simulator.answer(request, simulator.clock())
            text = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Nothing: requests are counted."""

    return Handler
