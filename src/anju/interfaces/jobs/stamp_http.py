"""Asking a time stamp service over HTTP (RFC 3161, 3.4)."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from django.conf import settings

from anju.interfaces.jobs.peer_http import PeerHttp


class StampHttp:
    """A service of `exchange.stamps.stamp_waiting`."""

    def __init__(self, url: str, timeout: float = 10.0) -> None:
        self._url, self._timeout = url, timeout

    def __call__(self, request: bytes) -> bytes:
        """Send a request. `OSError` when no stamp came."""
        headers = {"content-type": "application/timestamp-query"}
        with PeerHttp(self._timeout) as line:
            status, fields, body = line.ask("POST", self._url, headers, request)
        kind = fields.get("content-type", "").partition(";")[0].strip().lower()
        if status != 200 or kind != "application/timestamp-reply":
            raise OSError(f"HTTP {status}")
        return body


def trusted_certificates() -> list[x509.Certificate]:
    """Those to which a service's stamps must lead; none where the file is missing or holds none, so that nothing is
    trusted by a slip."""
    try:
        return x509.load_pem_x509_certificates(Path(settings.STAMP_CERTIFICATES).read_bytes())
    except (OSError, ValueError):
        return []
