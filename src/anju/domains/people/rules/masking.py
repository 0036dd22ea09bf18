"""How contact values are shown."""

from __future__ import annotations


def mask_phone(phone: str) -> str:
    """``138****5257``: enough to recognise one's own, too little to call."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "*" * len(phone)
