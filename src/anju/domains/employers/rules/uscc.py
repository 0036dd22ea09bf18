"""The unified social credit code, GB 32100: 17 characters and a check of modulus 31."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Letters that resemble digits or each other (I, O, S, V, Z) are not used."""


def check_uscc(code: str | None) -> str | None:
    """The first reason why a code (upper case) is none: uscc_missing, uscc_length, uscc_characters, uscc_checksum."""
    if not code:
        return "uscc_missing"
    if len(code) != 18:
        return "uscc_length"
    if any(ch not in ALPHABET for ch in code):
        return "uscc_characters"
    return None if uscc_check_character(code[:17]) == code[17] else "uscc_checksum"


def uscc_check_character(first17: str) -> str:
    """The check character of the first seventeen."""
    total = sum(ALPHABET.index(ch) * pow(3, i, 31) for i, ch in enumerate(first17))
    return ALPHABET[(31 - total % 31) % 31]
