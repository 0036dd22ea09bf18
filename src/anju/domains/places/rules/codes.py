"""Opaque codes of homes and buildings: nine characters of Crockford's base 32, then a check character.

The code says nothing about the place and is never given anew; the check character (ISO 7064 MOD 37-style sum over
positions) catches a mistyped or swapped character before any look-up.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 9
BITS = 5 * _LENGTH


def new_code(prefix: str = "") -> str:
    """A fresh random code (`BITS` random bits). Two may fall together: the database refuses the second, and intake,
    trying again, draws another."""
    return code_of(secrets.randbits(BITS), prefix)


def code_of(bits: int, prefix: str = "") -> str:
    """The code that spells this number (0 ≤ bits < 2**BITS); different numbers, different codes."""
    body = "".join(ALPHABET[(bits >> (5 * i)) & 31] for i in range(_LENGTH))
    return prefix + body + check_character(body)


def new_codes(count: int) -> list[str]:
    """Many fresh codes."""
    return [new_code() for _ in range(count)]


def check_character(body: str) -> str:
    """Weighted sum over prime 31 positions; a single wrong or two swapped characters change it."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, range(2, 2 + len(body)), strict=True))
    return ALPHABET[total % 31]


def tidy(code: str) -> str:
    """As typed → as stored: upper case, without spaces and hyphens, I/L read as 1 and O as 0."""
    return (
        code.upper()
        .replace("-", "")
        .replace(" ", "")
        .replace("O", "0")
        .replace("I", "1")
        .replace("L", "1")
    )


def valid(code: str) -> bool:
    """True when the check character fits."""
    return (
        len(code) == _LENGTH + 1
        and all(c in ALPHABET for c in code)
        and check_character(code[:-1]) == code[-1]
    )
