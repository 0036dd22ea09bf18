"""Numbers of requests: what an error page names and the log is searched for."""

from __future__ import annotations

import uuid

_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def new_number() -> str:
    """A number nobody else has, in letters only: the log masks what could be somebody's phone or identity number."""
    return uuid.uuid4().hex.translate(_LETTERS)
