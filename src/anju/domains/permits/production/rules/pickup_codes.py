"""Pick-up codes: six digits, a few tries."""

from __future__ import annotations

import secrets

TRIES = 5
"""Wrong codes after which the card is handed out only to a shown document."""
DIGITS = 6


def new_code() -> str:
    """A fresh code. It is sent to the holder and kept nowhere: the delivery keeps a keyed hash."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def tidy(text: str) -> str:
    """What was typed, without spaces."""
    return "".join(text.split())
