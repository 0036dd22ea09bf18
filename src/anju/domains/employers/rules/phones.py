"""Telephone numbers of a business: mobile or fixed line."""

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
