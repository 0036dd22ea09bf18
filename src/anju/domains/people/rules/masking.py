"""Free texts as they are shown: without the long numbers in them."""

from __future__ import annotations

import re

from anju.foundation.masks import mask_number, mask_phone

_DATE = (
    r"(?<!\d)(?:19|20)\d\d(?:[-/.年]\s?(?:0?[1-9]|1[0-2])[-/.月]\s?(?:[12]\d|3[01]|0?[1-9])"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_LONG = r"[A-Za-z]{0,3}\d(?:[ -]?\d){6,}[Xx]?"
_FOUND = re.compile(f"(?P<date>{_DATE})|(?P<long>{_LONG})")


def mask_text(text: str) -> str:
    """Free words with every long number in them (documents, phones, cards) masked; dates and house numbers stay."""
    return _FOUND.sub(lambda m: m[0] if m["date"] else _hidden(m["long"]), text)


def _hidden(number: str) -> str:
    return mask_phone(number) if len(number) == 11 and number.isdigit() else mask_number(number)
