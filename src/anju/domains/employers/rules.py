"""How phones and credit codes of employers are read."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_FIXED = re.compile(r"(0\d{2,3})-?(\d{7,8})(?:-(\d{1,6}))?", re.ASCII)


def business_phone(text: str) -> str | None:
    """``１３８ 1234 5678`` → ``13812345678``, ``073183612345`` → ``0731-83612345``; None when it is neither.

    Area codes have three digits when they begin with 01 or 02, else four.
    """
    plain = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text)).replace("—", "-")
    plain = re.sub(r"^(\+|00)86", "", plain)
    mobile = plain.replace("-", "")
    if _MOBILE.fullmatch(mobile):
        return mobile
    split = 3 if plain[:2] in ("01", "02") else 4
    fixed = _FIXED.fullmatch(f"{plain[:split]}-{plain[split:].lstrip('-')}")
    return "-".join(part for part in fixed.groups() if part) if fixed else None


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
