"""How numbers are shown that only their holder should read whole, alone and within free texts."""

from __future__ import annotations

import re


def mask_phone(phone: str) -> str:
    """``138****5257``: enough to recognise one's own, too little to call; a short one is wholly hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "*" * len(phone)


def mask_number(number: str) -> str:
    """A document number: first character and last two; a short one is hidden but for the first."""
    if len(number) < 6:
        return number[:1] + "*" * (len(number) - 1)
    return number[0] + "*" * (len(number) - 3) + number[-2:]


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
