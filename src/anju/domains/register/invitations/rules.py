"""The token of an invitation: a selector to find it by, and a secret compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_SHAPE = re.compile(r"([A-Za-z0-9_-]{11})([A-Za-z0-9_-]{32})")
_NOTHING = hashlib.sha256(b"no such invitation").digest()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` goes into the link; `selector` and `secret_hash` into the table."""

    text: str
    selector: str
    secret_hash: bytes


def new_token() -> Token:
    """A fresh token: 64 random bits to find it by, 192 to prove it with."""
    selector, secret = secrets.token_urlsafe(8), secrets.token_urlsafe(24)
    return Token(selector + secret, selector, _hash(secret))


def selector_of(text: str) -> str:
    """The part to look up; "" for what is no token at all."""
    match = _SHAPE.fullmatch(text)
    return match.group(1) if match else ""


def proves(text: str, secret_hash: bytes | None) -> bool:
    """Is this the token of that hash? Takes the same time when there is none (`secret_hash` None)."""
    match = _SHAPE.fullmatch(text)
    same = hmac.compare_digest(_hash(match.group(2) if match else ""), secret_hash or _NOTHING)
    return same and match is not None and secret_hash is not None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
