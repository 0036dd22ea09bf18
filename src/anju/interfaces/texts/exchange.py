"""Sentences of the exchange between places: the cause and the remedy of each code of its catalogue."""

from __future__ import annotations

from anju.domains.exchange.api import messages

REASONS: dict[str, tuple[str, str]] = {
    code: ("：".join(e.zh) + "。", ". ".join(e.en) + ".") for code, e in messages.errors().items()
}
CLASSES: dict[str, tuple[str, str]] = {code: c.label for code, c in messages.CLASSES.items()}
LAYERS: dict[str, tuple[str, str]] = {
    "signature": ("签名", "Signature"),
    "request": ("请求", "Request"),
    "message": ("报文", "Message"),
    "order": ("关联与次序", "References and order"),
}
"""Where a fault is found."""
