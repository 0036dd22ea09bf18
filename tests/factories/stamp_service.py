"""A time stamp service as a real HTTP server, with a root, an intermediate and a certificate of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from anju.domains.exchange.stamps.rules.issuing import answered
from anju.foundation.clock import now

Key = ec.EllipticCurvePrivateKey
STAMPING = ExtendedKeyUsageOID.TIME_STAMPING


def certified(
    name: str,
    key: Key,
    issuer: x509.Certificate | None,
    by: Key,
    *,
    ca: bool,
    usage: tuple[x509.ObjectIdentifier, ...] = (),
    critical: bool = True,
    first: datetime | None = None,
    days: int = 365,
) -> x509.Certificate:
    """A certificate for a key."""
    first = first or now() - timedelta(days=1)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if usage:
        made = made.add_extension(x509.ExtendedKeyUsage(list(usage)), critical=critical)
    return made.sign(by, hashes.SHA256())


@dataclass
class Service:
    """`mode`: right, down, slow, nonsense, other (answers another request), late (its clock is an hour behind)."""

    url: str = ""
    mode: str = "right"
    asked: int = 0
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    root_key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    more: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = certified("根", self.root_key, None, self.root_key, ca=True)
        options = {"ca": False, "usage": (STAMPING,), **self.more}
        self.certificate = certified("时间戳", self.key, self.root, self.root_key, **options)
        self.last = b""

    def answer(self, request: bytes) -> bytes:
        """What it says to a request."""
        self.asked += 1
        if self.mode == "nonsense":
            return b"\x30\x03nope"
        at = now() - timedelta(hours=1) if self.mode == "late" else now()
        if self.mode == "other":
            request, self.last = self.last or request, request
        secret = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return answered(
            request,
            secret,
            self.certificate.public_bytes(Encoding.DER),
            serial=self.asked,
            at=at.replace(microsecond=0),
        )


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """The service on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if service.mode == "slow":
                time.sleep(3)
            status = 503 if service.mode == "down" else 200
            answer = service.answer(body) if status == 200 else b""
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}/tsa"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
