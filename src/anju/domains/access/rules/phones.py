"""Mainland mobile numbers."""

from __future__ import annotations

import re
import unicodedata

from anju.foundation.errors import Refused

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def normal_phone(text: str) -> str:
    """Eleven digits; full-width digits, spaces, dashes, +86 are understood. `Refused` ``phone_invalid`` otherwise."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", digits)
    if not _MOBILE.fullmatch(digits):
        raise Refused("phone_invalid")
    return digits


def mask_phone(phone: str) -> str:
    """``13812345678`` → ``138****5678``; empty stays empty."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""
