"""How numbers are shown that only their holder should read whole."""

from __future__ import annotations


def mask_phone(phone: str) -> str:
    """``138****5257``: enough to recognise one's own, too little to call; a short one is wholly hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "*" * len(phone)


def mask_number(number: str) -> str:
    """A document number: first character and last two; a short one is hidden but for the first."""
    if len(number) < 6:
        return number[:1] + "*" * (len(number) - 1)
    return number[0] + "*" * (len(number) - 3) + number[-2:]
