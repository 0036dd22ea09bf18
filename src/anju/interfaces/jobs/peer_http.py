"""Posting to other places over HTTP, on a connection that is kept while there is more to send."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, urlsplit

Answer = tuple[int, Mapping[str, str], bytes]
"""Status, header fields with names in lower case, body."""
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

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post. Raises as `ask`."""
        return self.ask("POST", url, headers, body)

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request. `OSError` when no answer came; a kept connection that had ended meanwhile is opened anew
        once."""
        parts = urlsplit(url)
        kept = self._line is not None and self._origin == f"{parts.scheme}://{parts.netloc}"
        try:
            return self._once(method, parts, headers, body)
        except (http.client.HTTPException, OSError) as error:
            self._end()
            if not kept or isinstance(error, TimeoutError):
                raise _as_os_error(error) from error
        try:
            return self._once(method, parts, headers, body)
        except (http.client.HTTPException, OSError) as error:
            self._end()
            raise _as_os_error(error) from error

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
        content = answer.read(LONGEST)
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, content

    def _opened(self, parts: SplitResult) -> http.client.HTTPConnection:
        if parts.scheme != "https":
            return http.client.HTTPConnection(parts.netloc, timeout=self._timeout)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.netloc, timeout=self._timeout, context=context)

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(type(error).__name__)
