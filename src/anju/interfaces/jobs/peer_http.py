"""Posting to other places over HTTP, on a connection that is kept while there is more to send."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

TIMEOUT = 20.0
"""Seconds for connecting and for each read."""
LONGEST = 4_000_000
"""Bytes of an answer; a longer one is cut and will not be readable."""


class PeerHttp:
    """A transport of `exchange.links.send_due`; ends its connection when it is left."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
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

    def __call__(
        self, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Post. `OSError` when no answer came; a kept connection that had ended meanwhile is opened anew once."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        kept = self._origin == f"{parts.scheme}://{parts.netloc}" and self._line is not None
        try:
            return self._post(parts.scheme, parts.netloc, path, headers, body)
        except (http.client.HTTPException, OSError) as error:
            self._end()
            if kept and not isinstance(error, TimeoutError):
                return self._anew(parts.scheme, parts.netloc, path, headers, body)
            raise error if isinstance(error, OSError) else OSError(type(error).__name__) from error

    def _anew(
        self, scheme: str, host: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        try:
            return self._post(scheme, host, path, headers, body)
        except http.client.HTTPException as error:
            self._end()
            raise OSError(type(error).__name__) from error

    def _post(
        self, scheme: str, host: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        if self._line is None or self._origin != f"{scheme}://{host}":
            self._end()
            self._origin = f"{scheme}://{host}"
            self._line = (
                http.client.HTTPSConnection(
                    host, timeout=self._timeout, context=ssl.create_default_context()
                )
                if scheme == "https"
                else http.client.HTTPConnection(host, timeout=self._timeout)
            )
        self._line.request("POST", path, body, dict(headers))
        answer = self._line.getresponse()
        content = answer.read(LONGEST)
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, content

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
