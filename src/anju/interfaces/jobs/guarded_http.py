"""Requests to addresses that others named: only where they may go, to the address that was checked, following nothing.

The name is resolved here, every address it has is checked, and the connection goes to one that was: a name that
changes between check and connection leads nowhere else. TLS is checked against the name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, urlsplit

from anju.domains.exchange.api.changes import Network, is_allowed

Answer = tuple[int, Mapping[str, str], bytes]
"""Status, header fields with names in lower case, body."""
TIMEOUT = 10.0
"""Seconds for connecting and for each read."""
LONGEST = 30.0
"""Seconds for the whole answer: an address that sends a byte now and then holds nobody up."""
MOST_BYTES = 65_536
"""Of an answer; the rest is not read."""


class GuardedHttp:
    """A transport of `exchange.changes.tell_next`; keeps its connection while there is more to send."""

    def __init__(
        self,
        networks: Sequence[Network] = (),
        *,
        timeout: float = TIMEOUT,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._networks, self._timeout = networks, timeout
        self._context = context or ssl.create_default_context()
        self._origin = ""
        self._line: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request. `PermissionError` where the address may not be called, `OSError` when no answer came; a kept
        connection that had ended meanwhile is opened anew once."""
        parts = urlsplit(url)
        kept = self._line is not None and self._origin == f"{parts.scheme}://{parts.netloc}"
        for again in (False, True):
            try:
                return self._once(method, parts, headers, body)
            except (http.client.HTTPException, OSError, ValueError) as error:
                self._end()
                if again or not kept or isinstance(error, TimeoutError | PermissionError):
                    raise (
                        error if isinstance(error, OSError) else OSError(type(error).__name__)
                    ) from error
        raise OSError("not_reached")

    def _once(
        self, method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        origin = f"{parts.scheme}://{parts.netloc}"
        if self._line is None or self._origin != origin:
            self._end()
            self._origin, self._line = origin, self._opened(parts)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._line.request(method, path, body or None, dict(headers))
        answer = self._line.getresponse()
        content = self._read(answer)
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, content

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        """The answer, as far as it is of use."""
        pieces, size, until = [], 0, time.monotonic() + LONGEST
        while size < MOST_BYTES and (piece := answer.read1(MOST_BYTES - size)):
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() > until:
                raise TimeoutError
        if not answer.isclosed():
            self._end()
        return b"".join(pieces)

    def _opened(self, parts: SplitResult) -> http.client.HTTPConnection:
        encrypted, host = parts.scheme == "https", parts.hostname or ""
        port = parts.port or (443 if encrypted else 80)
        line = http.client.HTTPConnection(parts.netloc, timeout=self._timeout)
        sock = socket.create_connection((self._checked(host, port, encrypted), port), self._timeout)
        try:
            line.sock = self._context.wrap_socket(sock, server_hostname=host) if encrypted else sock
        except (OSError, ValueError):
            sock.close()
            raise
        line.auto_open = 0
        return line

    def _checked(self, host: str, port: int, encrypted: bool) -> str:
        """An address of the name, each of which may be called."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise OSError("not_reached") from error
        addresses = [str(a[4][0]) for a in found]
        for address in addresses:
            if not is_allowed(address, encrypted=encrypted, networks=self._networks):
                raise PermissionError("address_refused")
        return addresses[0]

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
