"""HTTP messages as signatures see them, and what the profile demands of a signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

LABEL = "anju"
"""The label under which the profile writes its signature; it reads whatever label there is, if it is one alone."""
TAG = "anju-exchange"
"""A signature of another application under the same key counts for nothing here."""
OF_REQUEST = ("@method", "@target-uri", "content-type", "content-digest")
OF_ANSWER = ("@status", "content-type", "content-digest")
LONGEST = timedelta(minutes=5)
"""Between `created` and `expires`."""
SKEW = timedelta(seconds=60)
"""How far the clocks of two places may differ."""
SHORTEST_NONCE, LONGEST_NONCE = 16, 64
"""Characters. A nonce is drawn at random, never from the moment."""


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A request (`method`, `url`) or an answer (`status`). Names of header fields in lower case; lines of one field are
    joined by commas. `request`: what an answer answers."""

    body: bytes
    headers: Mapping[str, str]
    method: str = ""
    url: str = ""
    status: int = 0
    request: HttpMessage | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a signature that holds says of itself. The caller keeps `nonce` until `keep_until` and refuses it again."""

    keyid: str
    nonce: str
    created: int
    expires: int
    base: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def keep_until(self) -> int:
        """Seconds since 1970 until which the same signature could be sent again."""
        return self.expires + int(SKEW.total_seconds())
