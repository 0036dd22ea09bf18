"""Idempotency keys: how long one may be, whoever gives it."""

from __future__ import annotations

from anju.foundation.errors import Refused

MOST = 80
"""Characters of a key, as the tables that keep keys hold them."""


def require_key(*keys: str) -> None:
    """Raise `Refused` ``key_unusable`` for a key that no table can keep: empty, over `MOST` characters, or with a zero
    byte."""
    for key in keys:
        if not 0 < len(key) <= MOST or "\0" in key:
            raise Refused("key_unusable", most=MOST)
