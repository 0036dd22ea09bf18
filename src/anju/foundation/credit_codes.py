"""Unified credit codes of organisations (GB 32100-2015)."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Letters that resemble digits or each other (I, O, S, V, Z) are not used."""
LENGTH = 18


def check_character(first17: str) -> str:
    """The check character of the first seventeen."""
    total = sum(ALPHABET.index(ch) * pow(3, i, 31) for i, ch in enumerate(first17))
    return ALPHABET[-total % 31]


def credit_code_fault(code: str | None) -> str | None:
    """The first reason why a code (upper case) is none: uscc_missing, uscc_length, uscc_characters, uscc_checksum."""
    if not code:
        return "uscc_missing"
    if len(code) != LENGTH:
        return "uscc_length"
    if any(ch not in ALPHABET for ch in code):
        return "uscc_characters"
    return None if check_character(code[:-1]) == code[-1] else "uscc_checksum"
